-- One row is one figure of the chosen regions and year that the last moment of change moved, beside what was filed of it.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select c.*, coalesce(h.name_zh, c.hazard_key) as hazard
from marts.changes as c
left join meta.hazards as h on h.hazard_key = c.hazard_key
where c.is_filed
    and ($year is null or c.year = $year)
    and ($region is null or c.region_code in (select region_code from subtree))
order by c.kind desc, c.year, c.region_code, c.event_id, c.hazard_key, c.indicator
