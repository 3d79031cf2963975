-- Rows of winter-spring money of which only a year is told: which of the two seasons that touch the year is not known.
select source_id, source_locator, null as event_id, region_code, 'season' as indicator, cast(fund_year as varchar) as value, null as other,
    amount * cast(0.0001 as decimal(5,4)) as amount
from core.relief_funds
where period_kind = 'winter_spring' and season is null and fund_year is not null and not is_repeated
