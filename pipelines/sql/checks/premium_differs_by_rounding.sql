-- Premiums (万元) that are not insured households × premium per household, but may be within the written precision of the three.
select source_id, source_locator, null as event_id, region_code, 'premium' as indicator,
    cast(total_premium * cast(0.0001 as decimal(5,4)) as decimal(38,6)) as value,
    cast(expected * cast(0.0001 as decimal(5,4)) as decimal(38,6)) as other,
    cast(abs(total_premium - expected) * cast(0.0001 as decimal(5,4)) as decimal(38,6)) as amount,
    cast(insured_households as varchar) || ' 户 ± ' || cast(cast(household_width as bigint) as varchar) || ' 户，保费 ± '
    || cast(cast(premium_width as bigint) as varchar) || ' 元' as detail_zh,
    cast(insured_households as varchar) || ' ± ' || cast(cast(household_width as bigint) as varchar) || ' households, premium ± '
    || cast(cast(premium_width as bigint) as varchar) || ' yuan' as detail_en
from steps.premium_differences
where abs(total_premium - expected) <= tolerance
