-- One row is the last moment at which any disaster came to stand differently; no row where nothing was known before it.
with moments as (
    select moment from steps.past_states
    union
    select moment from steps.event_moments where not is_moved
)
select max(moment) as moment
from moments
having count(*) > 1
