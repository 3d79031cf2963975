-- Figures more than 1000 times the largest of at least five earlier records of the region: perhaps written in another unit.
with history as (
    select
        source_id, source_locator, event_id, region_code, direct_economic_loss as value,
        max(direct_economic_loss) over earlier as largest,
        count(direct_economic_loss) over earlier as records
    from core.losses
    where not held_out and occurred_at is not null and direct_economic_loss > 0
    window earlier as (
        partition by current_code order by occurred_at, event_id, source_id, source_locator rows between unbounded preceding and 1 preceding
    )
)
select source_id, source_locator, event_id, region_code, 'direct_economic_loss' as indicator, value, largest as other, value as amount
from history
where records >= 5 and value > 1000 * largest
