-- One row is one reported region and one region it lies in, itself included (distance 0), before any evidence about zones.
with recursive paths as (
    select region_code, region_code as ancestor_code, 0 as distance from steps.reported_regions
    union all
    select p.region_code, r.parent_code, p.distance + 1
    from paths as p
    inner join steps.reported_regions as r on r.region_code = p.ancestor_code
    where r.parent_code is not null and p.distance < 12
)
select region_code, ancestor_code, distance
from paths
order by region_code, distance
