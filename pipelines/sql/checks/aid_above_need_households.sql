-- Winter-spring aid that reached more households than were in need.
select source_id, source_locator, null as event_id, region_code, 'aided_households' as indicator, aided_households as value,
    need_households as other, null as amount
from core.winter_spring
where is_latest and aided_households > need_households
