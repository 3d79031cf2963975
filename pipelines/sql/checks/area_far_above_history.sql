-- Figures more than 10 times the largest of at least five earlier records of the region: perhaps written in another unit.
with history as (
    select
        source_id, source_locator, event_id, region_code, crop_affected_ha as value,
        max(crop_affected_ha) over earlier as largest,
        count(crop_affected_ha) over earlier as records
    from core.losses
    where not held_out and occurred_at is not null and crop_affected_ha > 0
    window earlier as (
        partition by current_code order by occurred_at, event_id, source_id, source_locator rows between unbounded preceding and 1 preceding
    )
)
select source_id, source_locator, event_id, region_code, 'crop_affected_ha' as indicator, value, largest as other, null as amount
from history
where records >= 5 and value > 10 * largest
