-- Stated rates (%) that cannot be the quotient of the figures they are made from, whatever the written precision of all three.
with reckoned as (
    select
        *,
        cast(value * 1000000 as hugeint) as rate_n,
        case
            when cast(value * 1000000 as hugeint) % 1000000 = 0 then 500000
            when cast(value * 1000000 as hugeint) % 100000 = 0 then 50000
            when cast(value * 1000000 as hugeint) % 10000 = 0 then 5000
            else 500
        end as half_n,
        cast(numerator_least * 1000000 as hugeint) * 100000000 // cast(nullif(denominator_most, 0) * 1000000 as hugeint) as least_n,
        cast(numerator_most * 1000000 as hugeint) * 100000000 // cast(nullif(denominator_least, 0) * 1000000 as hugeint) as most_n,
        (cast(numerator * 1000000 as hugeint) * 200000 // cast(nullif(denominator, 0) * 1000000 as hugeint) + 10) // 20 as hundredths
    from steps.period_checks
    where relation = 'rate' and missing_parts = 0
)
select source_id, source_locator, null as event_id, region_code, indicator, value,
    cast(hundredths * cast(0.01 as decimal(3,2)) as decimal(38,2)) as other, null as amount
from reckoned
where rate_n + half_n < least_n or rate_n - half_n > most_n
