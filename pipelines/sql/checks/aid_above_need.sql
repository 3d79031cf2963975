-- Winter-spring aid that reached more people than were in need.
select source_id, source_locator, null as event_id, region_code, 'aided_people' as indicator, aided_people as value, need_people as other,
    null as amount
from core.winter_spring
where is_latest and aided_people > need_people
