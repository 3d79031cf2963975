-- The years of disasters with records that name other townships.
select e.year
from core.events as e
semi join changes.core_losses as l on l.event_id = e.event_id
