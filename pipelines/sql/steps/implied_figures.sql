-- One row is one figure of the year before that follows from a figure and its stated change: 9, down 50 %, was 18. Nobody reported it.
-- It is a whole number of the indicator's last digit only where the written precision allows exactly one (10, down 44.4 %: 17.97 to
-- 18.00, so 18); else the quotient, truncated at six places, and how far it may be off. Where a figure was observed there is none.
with stated as (
    select
        f.*,
        cast(i.decimals as integer) as decimals,
        cast(f.value * 1000000 as hugeint) as value_n,
        cast(coalesce(f.half_width, 0) * 1000000 as hugeint) as half_n,
        cast((100 + f.change_pct) * 1000000 as hugeint) as base_n,
        cast(coalesce(f.change_pct_half_width, 0) * 1000000 as hugeint) as base_half_n,
        cast(power(10, 6 - cast(i.decimals as integer)) as hugeint) as step_n
    from steps.stated_figures as f
    inner join staging.codebook_indicators as i on i.column_name = f.indicator
    where f.value is not null and f.value >= 0 and f.state in ('exact', 'rounded', 'reported_zero')
        and f.change_pct > -100 and f.period_kind <> 'plan' and i.unit <> '%'
),
bounded as (
    select
        *,
        value_n * 100000000 // base_n as quotient_n,
        greatest(value_n - half_n, 0) * 100000000 // (base_n + base_half_n) as low_n,
        ((value_n + half_n) * 100000000 + base_n - base_half_n - 1) // (base_n - base_half_n) as high_n,
        (greatest(value_n - half_n, 0) * 100000000 + (base_n + base_half_n) * step_n - 1) // ((base_n + base_half_n) * step_n) as first_step,
        (value_n + half_n) * 100000000 // ((base_n - base_half_n) * step_n) as last_step
    from stated
    where base_n > base_half_n
),
implied as (
    select
        * exclude (value, state, half_width, change_pct, change_pct_half_width, period_start, period_end),
        cast(period_start - interval 1 year as date) as period_start,
        case
            when period_end = last_day(period_end) then last_day(cast(period_end - interval 1 year as date))
            else cast(period_end - interval 1 year as date)
        end as period_end,
        case when first_step = last_step then first_step * step_n else quotient_n end as implied_n,
        case when first_step = last_step then 0 else greatest(high_n - quotient_n, quotient_n - low_n) end as off_n
    from bounded
)
select
    p.source_locator,
    p.region_code,
    p.region_name,
    p.period_kind,
    p.period_start,
    p.period_end,
    p.hazard_key,
    p.indicator,
    cast(p.implied_n * cast(0.000001 as decimal(7,6)) as decimal(18,6)) as value,
    p.unit,
    'implied' as state,
    p.basis,
    p.source_id,
    p.current_code,
    cast(nullif(p.off_n, 0) * cast(0.000001 as decimal(7,6)) as decimal(18,6)) as half_width
from implied as p
where p.implied_n < 1000000000000000000 and not exists (
    select 1 from steps.stated_figures as o
    where o.current_code = p.current_code and o.period_kind = p.period_kind and o.hazard_key = p.hazard_key
        and o.indicator = p.indicator and o.period_start = p.period_start and o.period_end = p.period_end and o.value is not null
)
