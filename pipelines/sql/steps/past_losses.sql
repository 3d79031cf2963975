-- One row is one record of one state of a disaster: `core.losses` as it stood then, the state's id in place of the disaster's.
select
    s.state_id as event_id,
    p.current_code,
    p.hazard_key,
    p.hazard_level1,
    p.occurred_at,
    p.year,
    p.held_out
    , r.{losses}
from steps.past_states as s
inner join steps.past_versions as p on p.event_id = s.event_id and p.moment = s.moment
inner join staging.reports as r on r.source_id = p.source_id and r.source_locator = p.source_locator
