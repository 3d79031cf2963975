-- Repairs of which more households are done than needed them.
select source_id, source_locator, null as event_id, region_code, 'repair_done_households' as indicator, repair_done_households as value,
    repair_need_households as other, null as amount
from core.rebuilding
where is_latest and repair_done_households > repair_need_households
