-- One row is the best version of one record in the chosen regions and year, held-out ones marked; all where none is chosen.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select *
from core.losses
where ($year is null or year = $year)
    and ($region is null or current_code in (select region_code from subtree))
order by event_id, region_code, source_id, source_locator
