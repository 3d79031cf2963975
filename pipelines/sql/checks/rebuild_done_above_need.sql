-- Rebuilding of which more households are done than needed it.
select source_id, source_locator, null as event_id, region_code, 'rebuild_done_households' as indicator, rebuild_done_households as value,
    rebuild_need_households as other, null as amount
from core.rebuilding
where is_latest and rebuild_done_households > rebuild_need_households
