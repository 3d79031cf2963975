-- The regions and years of disasters that came to stand otherwise at other moments.
select l.year, l.region_code
from core.region_losses as l
semi join changes.steps_event_moments as m on m.event_id = l.event_id
union
select l.year, l.region_code
from steps.past_region_losses as l
semi join changes.steps_past_states as s on s.state_id = l.event_id
