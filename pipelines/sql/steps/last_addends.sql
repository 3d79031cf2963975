-- One row is what one disaster adds to a year × region (county and up) from the last moment on (sign 1), or added until then (sign -1);
-- or what an adjustment adds, which is no disaster.
with moved as (
    select s.event_id, s.state_id, 1 as sign
    from steps.past_states as s
    inner join steps.last_moment as m on m.moment = s.moment
    union all
    select s.event_id, s.state_id, -1
    from steps.past_states as s
    inner join steps.last_moment as m on m.moment = s.until
)
select m.event_id, null as source, m.sign, l.year, l.region_code, l.hazard_level1, l.records
    , l.{summed}
from moved as m
inner join steps.past_region_losses as l on l.event_id = m.state_id
where l.region_level in ('country', 'province', 'prefecture', 'county')
union all
select e.event_id, null, 1, l.year, l.region_code, l.hazard_level1, l.records
    , l.{summed}
from steps.event_moments as e
inner join steps.last_moment as m on m.moment = e.moment
inner join core.region_losses as l on l.event_id = e.event_id
where not e.is_moved and l.region_level in ('country', 'province', 'prefecture', 'county')
union all
select null, a.source, 1, a.year, a.region_code, a.hazard_level1, 0
    , a.{summed}
from steps.adjusted_addends as a
inner join steps.last_moment as m on m.moment = a.moment
