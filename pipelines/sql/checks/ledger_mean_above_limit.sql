-- Rows of ledgers whose money per person-time or household is above what is possible: perhaps yuan under a heading in 10,000 yuan.
select
    m.source_id, m.source_locator, null as event_id, m.region_code, m.amount_column as indicator, cast(m.amount as varchar) as value,
    cast(m.amount * 100 as hugeint) // (100 * cast(m.units as hugeint)) as other, m.amount * cast(0.0001 as decimal(5,4)) as amount
from steps.ledger_means as m
inner join staging.codebook_ledger_limits as l on l.ledger = m.ledger and l.amount = m.amount_column and l.per = m.per
where m.units > 0 and m.amount > cast(l.largest as decimal(18,2)) * m.units
qualify row_number() over (partition by m.source_id, m.source_locator, m.amount_column order by m.per) = 1
