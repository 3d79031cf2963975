-- One row is one node of the tree and one node above it, itself included (distance 0).
with recursive paths as (
    select region_code, region_code as ancestor_code, 0 as distance from steps.region_tree
    union all
    select p.region_code, t.parent_code, p.distance + 1
    from paths as p
    inner join steps.region_tree as t on t.region_code = p.ancestor_code
    where t.parent_code is not null
)
select region_code, ancestor_code, distance
from paths
order by region_code, distance
