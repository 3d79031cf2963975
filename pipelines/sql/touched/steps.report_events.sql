-- Disasters put together, or no longer: those that bear the id of either; and reports of a region that lies in others than before.
select e.hazard_level1, e.time_key
from steps.report_events as e
semi join (
    select unnest([event_id, merged_id]) as event_id from changes.steps_merged_events
) as m on m.event_id = e.event_id
union
select o.hazard_level1, o.time_key
from steps.report_ordinals as o
semi join changes.steps_reported_paths as p on p.region_code = o.current_code
