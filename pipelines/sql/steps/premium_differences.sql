-- One row is one row of policies whose premium is not insured households × premium per household; all in 元. `tolerance` is how far the
-- three may be off as written: money written in 万元 with one or two decimals is half of the last of them.
with widths as (
    select source_id, source_locator, indicator, max(half_width) as half_width
    from core.figure_states
    where half_width is not null
    group by source_id, source_locator, indicator
),
told as (
    select
        p.source_id, p.source_locator, p.region_code, p.scheme, p.policy_year, p.total_premium, p.insured_households, p.premium_per_household,
        coalesce(h.half_width, 0) as household_width,
        coalesce(r.half_width, 0) as rate_width,
        coalesce(m.half_width, case
            when cast(p.total_premium * 100 as hugeint) % 100000 = 0 then 500
            when cast(p.total_premium * 100 as hugeint) % 10000 = 0 then 50
            else 0.5
        end) as premium_width
    from core.insurance_policies as p
    left join widths as h on h.source_id = p.source_id and h.source_locator = p.source_locator and h.indicator = 'insured_households'
    left join widths as r on r.source_id = p.source_id and r.source_locator = p.source_locator and r.indicator = 'premium_per_household'
    left join (
        select source_id, source_locator, max(half_width) as half_width
        from widths
        where indicator like 'premium%' and indicator <> 'premium_per_household'
        group by source_id, source_locator
    ) as m on m.source_id = p.source_id and m.source_locator = p.source_locator
    where p.total_premium is not null and p.insured_households is not null and p.premium_per_household is not null
)
select
    source_id, source_locator, region_code, scheme, policy_year, insured_households, premium_per_household, household_width, premium_width,
    total_premium, cast(insured_households * premium_per_household as decimal(38,2)) as expected,
    cast(
        household_width * premium_per_household + insured_households * rate_width + household_width * rate_width + premium_width
    as decimal(38,6)) as tolerance
from told
where total_premium <> insured_households * premium_per_household
