-- One row is the last moment at which a disaster came to stand differently or a year was adjusted; none where nothing was known before.
with moments as (
    select moment from steps.past_states
    union
    select moment from steps.event_moments where not is_moved
    union
    select coalesce(known_from, decided_at) from core.adjustments
)
select max(moment) as moment
from moments
having count(moment) > 1
