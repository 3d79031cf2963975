-- Townships and lower whose code the official table does not know; codes of counties have rules of their own.
select l.source_id, l.source_locator, l.event_id, l.region_code, 'region_code' as indicator, l.region_code as value,
    null as other, null as amount
from core.losses as l
inner join steps.region_tree as t on t.region_code = l.current_code
left join core.zone_hosts as z on z.zone_code = l.current_code
left join core.zone_hosts as p on p.zone_code = t.parent_code
where not t.is_known and z.zone_code is null and p.zone_code is null
