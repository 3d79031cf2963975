-- One row is one period × region (county and up) × hazard × headline indicator: this year, the same part of last year, five-year mean.
-- Notes: not_covered, not_reported, prior_not_covered, no_prior, prior_zero, basis_differs, year_open, undated_left_out, approximate,
-- adjusted (the figure holds an adjustment of the year), prior_adjusted, adjustment_left_out (a period by days holds none).
-- Quotients are exact to six places, truncated; whoever needs more divides `change` and `sum_5y` again.
with placed as (
    select
        *,
        lag(settled_annual) over series as prior_settled,
        lag(reported_annual) over series as prior_reported,
        lag(event_sum) over series as prior_event_sum,
        lag(is_covered) over series as is_prior_covered,
        lag(is_undated_left_out) over series as is_prior_undated_left_out,
        lag(is_adjusted) over series as is_prior_adjusted,
        lag(is_adjustment_left_out) over series as is_prior_adjustment_left_out,
        sum(settled_annual) over five_years as settled_5y,
        count(settled_annual) over five_years as settled_years,
        sum(reported_annual) over five_years as reported_5y,
        count(reported_annual) over five_years as reported_years,
        sum(case when is_covered then event_sum end) over five_years as event_sum_5y,
        count(case when is_covered then event_sum end) over five_years as event_sum_years
    from steps.window_figures
    window
        series as (partition by window_key, region_code, hazard_key, indicator order by year),
        five_years as (
            partition by window_key, region_code, hazard_key, indicator
            order by year range between 5 preceding and 1 preceding
        )
),
based as (
    select
        p.period_kind,
        p.through_date,
        p.is_open,
        f.*,
        case
            when p.is_open then case
                when f.settled_annual is not null then 'settled_annual'
                when f.reported_annual is not null then 'reported_annual'
                when f.event_sum is not null then 'event_sum'
            end
            when f.settled_annual is not null and f.prior_settled is not null then 'settled_annual'
            when f.reported_annual is not null and f.prior_reported is not null then 'reported_annual'
            when f.event_sum is not null and f.prior_event_sum is not null then 'event_sum'
            when f.settled_annual is not null then 'settled_annual'
            when f.reported_annual is not null then 'reported_annual'
            when f.event_sum is not null then 'event_sum'
        end as basis
    from steps.periods as p
    inner join placed as f on f.window_key = p.window_key and f.year = p.year
),
compared as (
    select
        *,
        case basis when 'settled_annual' then settled_annual when 'reported_annual' then reported_annual else event_sum end as value,
        case when is_open then null when basis = 'settled_annual' then prior_settled
            when basis = 'reported_annual' then prior_reported else prior_event_sum end as prior_value,
        case when is_open then null when basis = 'settled_annual' then settled_5y
            when basis = 'reported_annual' then reported_5y else event_sum_5y end as sum_5y,
        case when is_open then 0 when basis = 'settled_annual' then settled_years
            when basis = 'reported_annual' then reported_years else event_sum_years end as years_5y
    from based
),
numbers as (
    select
        *,
        value - prior_value as change,
        cast(value * 1000000 as hugeint) as value_n,
        cast(prior_value * 1000000 as hugeint) as prior_n,
        case when years_5y >= 3 then cast(sum_5y * 1000000 as hugeint) end as sum_n,
        cast(years_5y as hugeint) as years_n
    from compared
)
select
    n.period_kind,
    n.year,
    n.through_date,
    n.region_code,
    n.hazard_key,
    n.indicator,
    coalesce(nullif(i.period_unit, ''), i.unit, '起') as unit,
    n.value,
    n.prior_value,
    n.change,
    case when n.prior_n <> 0 then cast(
        cast((n.value_n - n.prior_n) * 100000000 // n.prior_n as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as change_pct,
    case when n.sum_n is not null then cast(
        cast(n.sum_n // n.years_n as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as mean_5y,
    cast(n.years_5y as integer) as mean_5y_years,
    case when n.sum_n <> 0 then cast(
        cast((n.value_n * n.years_n - n.sum_n) * 100000000 // n.sum_n as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as change_vs_mean_5y_pct,
    n.basis,
    concat_ws(
        ' ',
        case when n.is_open then 'year_open' end,
        case when n.basis = 'event_sum' or n.basis is null then case when not n.is_covered then 'not_covered' end end,
        case when n.value is null and n.has_rows then 'not_reported' end,
        case
            when n.is_open or n.value is null or n.prior_value is not null then null
            when coalesce(n.prior_settled, n.prior_reported, n.prior_event_sum) is not null then 'basis_differs'
            else 'no_prior'
        end,
        case when n.prior_value = 0 then 'prior_zero' end,
        case when n.prior_value is not null and n.basis = 'event_sum' and not n.is_prior_covered then 'prior_not_covered' end,
        case when n.is_undated_left_out or (n.is_prior_undated_left_out and not n.is_open) then 'undated_left_out' end,
        case when n.basis = 'event_sum' and n.is_adjusted then 'adjusted' end,
        case when n.basis = 'event_sum' and n.is_prior_adjusted and n.prior_value is not null then 'prior_adjusted' end,
        case
            when n.basis = 'event_sum' and (n.is_adjustment_left_out or (n.is_prior_adjustment_left_out and n.prior_value is not null))
                then 'adjustment_left_out'
        end,
        case when n.is_approximate and n.basis <> 'event_sum' then 'approximate' end
    ) as note,
    coalesce(m.definitions <> o.definitions or m.old_codes <> o.old_codes, false) as break_flag,
    n.sum_5y
from numbers as n
left join staging.codebook_indicators as i on i.column_name = n.indicator
left join steps.series_marks as m on m.year = n.year and m.region_code = n.region_code
left join steps.series_marks as o on o.year = n.year - 1 and o.region_code = n.region_code
where n.value is not null or n.prior_value is not null or n.sum_n is not null or n.hazard_key = 'all'
order by n.period_kind, n.year, n.region_code, n.hazard_key, n.indicator
