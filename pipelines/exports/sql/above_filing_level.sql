-- One row is what a region above the counties filed itself beyond the sum of its children in one disaster.
with recursive subtree as (
    select region_code, level from core.regions where region_code = $region
    union
    select r.region_code, r.level from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select l.*
from core.region_losses as l
inner join subtree as s on s.region_code = l.parent_code
where l.year = $year and l.region_level = 'unallocated' and s.level in ('country', 'province', 'prefecture')
    and exists (
        select 1 from core.region_losses as c
        inner join subtree as d on d.region_code = c.region_code and d.level in ('province', 'prefecture', 'county')
        where c.event_id = l.event_id and c.parent_code = l.parent_code
    )
order by l.event_id, l.region_code
