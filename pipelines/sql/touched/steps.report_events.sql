-- Disasters put together, or no longer: those that bear the id of either.
select e.hazard_level1, e.time_key
from steps.report_events as e
semi join (
    select unnest([event_id, merged_id]) as event_id from changes.steps_merged_events
) as m on m.event_id = e.event_id
