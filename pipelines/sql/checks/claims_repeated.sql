-- Rows of claims that another file holds just so (region, scheme, dates or years, cause, households, amount): all count.
with keyed as (
    select
        c.source_id, c.source_locator, c.region_code, c.amount, s.path,
        hash(
            c.current_code, c.scheme, c.policy_year, c.lost_on, c.loss_year, c.paid_on, c.payment_year, c.cause, c.disaster,
            c.reported_households, c.accepted_households, c.paid_households, c.amount
        ) as row_hash
    from core.insurance_claims as c
    inner join staging.sources as s on s.source_id = c.source_id
    where c.amount > 0
)
select source_id, source_locator, null as event_id, region_code, 'amount' as indicator, amount as value,
    min(path) over (partition by row_hash) as other, amount * cast(0.0001 as decimal(5,4)) as amount
from keyed
qualify path > min(path) over (partition by row_hash)
