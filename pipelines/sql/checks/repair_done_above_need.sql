-- Repairs of which more households are done than needed them.
-- Both are as of the latest day that states them.
select
    arg_min(source_id, told_place) filter (where repair_done_households is not null) as source_id,
    arg_min(source_locator, told_place) filter (where repair_done_households is not null) as source_locator,
    null as event_id, current_code as region_code, 'repair_done_households' as indicator,
    arg_min(repair_done_households, told_place) as value, arg_min(repair_need_households, told_place) as other, null as amount
from core.rebuilding
group by current_code, part_code, year, disaster
having arg_min(repair_done_households, told_place) > arg_min(repair_need_households, told_place)
