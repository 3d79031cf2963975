-- Participation rates (%) that cannot be reckoned again, since nobody tells how many households are eligible.
select source_id, source_locator, null as event_id, region_code, 'participation_pct' as indicator,
    cast(rate_n * cast(0.000001 as decimal(7,6)) as decimal(38,6)) as value, null as other, null as amount
from steps.participation_differences
where how = 'none' or insured_households is null
