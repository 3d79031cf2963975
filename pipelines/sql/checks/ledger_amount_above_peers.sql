-- Rows of ledgers whose money is more than a thousand times the median of at least five others of their kind, and not found by their mean.
with amounts as (
    select distinct ledger, kind, amount_column, amount, region_code, source_id, source_locator from steps.ledger_means where amount > 0
),
medians as (
    select ledger, kind, amount_column, quantile_disc(amount, 0.5) as median, count(*) as counted
    from amounts
    group by ledger, kind, amount_column
)
select
    a.source_id, a.source_locator, null as event_id, a.region_code, a.amount_column as indicator, cast(a.amount as varchar) as value,
    cast(m.median as varchar) as other, a.amount * cast(0.0001 as decimal(5,4)) as amount
from amounts as a
inner join medians as m on m.ledger = a.ledger and m.kind = a.kind and m.amount_column = a.amount_column
where m.counted > 5 and a.amount > 1000 * m.median
    and not exists (
        select 1
        from steps.ledger_means as o
        inner join staging.codebook_ledger_limits as l on l.ledger = o.ledger and l.amount = o.amount_column and l.per = o.per
        where o.source_id = a.source_id and o.source_locator = a.source_locator and o.amount_column = a.amount_column
            and o.units > 0 and o.amount > cast(l.largest as decimal(18,2)) * o.units
    )
