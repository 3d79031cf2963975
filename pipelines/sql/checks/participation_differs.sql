-- Participation rates (%) that are not insured ÷ eligible households of the scheme, beyond the written precision.
select source_id, source_locator, null as event_id, region_code, 'participation_pct' as indicator,
    cast(rate_n * cast(0.000001 as decimal(7,6)) as decimal(38,6)) as value,
    cast(((reckoned_n + 5000) // 10000) * cast(0.01 as decimal(3,2)) as decimal(38,2)) as other, null as amount
from steps.participation_differences
where how = 'own' and (rate_n + half_n < least_n or rate_n - half_n > most_n)
