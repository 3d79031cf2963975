-- Years in which the claims paid, known by the year of payment or of the policy only, exceed the housing and household loss as reported.
select
    source_id, source_locator, null as event_id, region_code, 'claims_paid' as indicator, claims_paid as value,
    loss_housing_household as other, claims_paid - loss_housing_household as amount,
    cast(year as varchar) || '年，两者之比 ' || cast(pct as varchar) || '%' as detail_zh,
    cast(year as varchar) || ', ' || cast(pct as varchar) || ' % of it' as detail_en
from steps.claims_above_loss
where claims_year_basis <> 'loss_year'
