-- Records of one source on one region, level-1 hazard and day, when there are several.
select source_id, source_locator, event_id, region_code, 'event_id' as indicator,
    strftime(occurred_at, '%Y-%m-%d') as value,
    count(*) over (partition by source_id, current_code, hazard_level1, cast(occurred_at as date)) as other,
    direct_economic_loss as amount
from core.losses
where occurred_at is not null
qualify count(*) over (partition by source_id, current_code, hazard_level1, cast(occurred_at as date)) > 1
