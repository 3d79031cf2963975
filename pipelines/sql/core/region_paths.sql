-- One row is one node of the tree (`core.regions`) and one node above it, itself included (distance 0).
select ancestor_code, region_code, distance from steps.region_paths
union all
select p.ancestor_code, r.region_code, p.distance + 1
from core.regions as r
inner join steps.region_paths as p on p.region_code = r.parent_code
where r.level = 'unallocated'
union all
select region_code, region_code, 0 from core.regions where level = 'unallocated'
