-- Records held out because a record of another source may be the same disaster.
select c.source_id, c.source_locator, c.event_id, c.region_code, 'event_id' as indicator, c.event_id as value,
    c.other_event_id as other, l.direct_economic_loss as amount
from core.candidates as c
inner join core.losses as l on l.source_id = c.source_id and l.source_locator = c.source_locator
