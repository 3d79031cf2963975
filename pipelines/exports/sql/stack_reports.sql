-- One row is the best version of one record at or below $region in a year's disasters or in one disaster.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select l.*
from core.losses as l
inner join core.events as e on e.event_id = l.event_id
inner join subtree as s on s.region_code = l.current_code
where not l.held_out
    and ($year is null or e.year = $year) and ($event is null or e.event_id = $event)
order by l.event_id, l.region_code, l.source_id, l.source_locator
