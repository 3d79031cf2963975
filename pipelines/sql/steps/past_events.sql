-- One row is one state of a disaster: its hazard, time and year as they stood then.
select
    event_id,
    case when count(distinct hazard_key) = 1 then min(hazard_key) else min(hazard_level1) end as hazard_key,
    min(hazard_level1) as hazard_level1,
    min(occurred_at) as occurred_at,
    cast(coalesce(year(min(occurred_at)), min(year)) as integer) as year
from steps.past_losses
group by event_id
