-- One row is one view of one comparison: period × region (county and up) × hazard × headline indicator, in a price, on a wanted basis: this
-- year, the same part of last year, five-year mean. `best` is the best basis that both sides have, in nominal prices marts.year_on_year;
-- other views stand only where they differ: money in comparable prices, and a stated basis where `best` took another one.
-- Quotients are exact to six places, truncated; whoever needs more divides `change` and `sum_5y` again.
with priced as (
    -- Figures as reported (nominal), and money of regions with a price index in prices of the base year (comparable), rounded to six places.
    -- What was reported stands beside both: which basis a comparison takes does not depend on prices.
    select
        f.*,
        'nominal' as price,
        cast(null as integer) as price_base_year,
        f.settled_annual as settled,
        f.reported_annual as reported,
        f.event_sum as added
    from steps.window_figures as f
    union all
    select
        f.*,
        'comparable',
        p.base_year,
        cast(f.settled_annual * p.factor as decimal(38,6)),
        cast(f.reported_annual * p.factor as decimal(38,6)),
        cast(f.event_sum * p.factor as decimal(38,6))
    from steps.window_figures as f
    inner join staging.codebook_indicators as i on i.column_name = f.indicator and i.unit = '万元'
    inner join marts.price_factors as p on p.region_code = f.region_code and p.year = f.year and p.cpi_region_code is not null
),
placed as (
    select
        *,
        lag(settled_annual) over series as was_settled,
        lag(reported_annual) over series as was_reported,
        lag(event_sum) over series as was_added,
        lag(settled) over series as prior_settled,
        lag(reported) over series as prior_reported,
        lag(added) over series as prior_added,
        lag(is_covered) over series as is_prior_covered,
        lag(is_undated_left_out) over series as is_prior_undated_left_out,
        lag(is_adjusted) over series as is_prior_adjusted,
        lag(is_adjustment_left_out) over series as is_prior_adjustment_left_out,
        count(settled_annual) over five_years as known_settled,
        count(reported_annual) over five_years as known_reported,
        count(case when is_covered then event_sum end) over five_years as known_added,
        sum(settled) over five_years as settled_5y,
        count(settled) over five_years as settled_years,
        sum(reported) over five_years as reported_5y,
        count(reported) over five_years as reported_years,
        sum(case when is_covered then added end) over five_years as added_5y,
        count(case when is_covered then added end) over five_years as added_years
    from priced
    window
        series as (partition by price, window_key, region_code, hazard_key, indicator order by year),
        five_years as (
            partition by price, window_key, region_code, hazard_key, indicator
            order by year rows between 5 preceding and 1 preceding -- no year is missing in a series
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
            when f.settled_annual is not null and f.was_settled is not null then 'settled_annual'
            when f.reported_annual is not null and f.was_reported is not null then 'reported_annual'
            when f.event_sum is not null and f.was_added is not null then 'event_sum'
            when f.settled_annual is not null then 'settled_annual'
            when f.reported_annual is not null then 'reported_annual'
            when f.event_sum is not null then 'event_sum'
        end as best_basis
    from steps.periods as p
    inner join placed as f on f.window_key = p.window_key and f.year = p.year
),
viewed as (
    select *, 'best' as wanted_basis, best_basis as of_basis from based
    union all
    select b.*, w.wanted_basis, w.wanted_basis
    from based as b
    inner join (select unnest(['settled_annual', 'reported_annual', 'event_sum']) as wanted_basis) as w
        on w.wanted_basis <> coalesce(b.best_basis, 'event_sum')
        -- Where nothing is known on the basis there is no view.
        and case w.wanted_basis
            when 'settled_annual' then coalesce(b.settled, b.prior_settled) is not null or b.settled_years >= 3
            when 'reported_annual' then coalesce(b.reported, b.prior_reported) is not null or b.reported_years >= 3
            else coalesce(b.added, b.prior_added) is not null or b.added_years >= 3
        end
),
chosen as (
    select
        *,
        case of_basis when 'settled_annual' then settled_annual when 'reported_annual' then reported_annual else event_sum end as known_value,
        case of_basis when 'settled_annual' then settled when 'reported_annual' then reported else added end as value,
        case when is_open then null when of_basis = 'settled_annual' then was_settled
            when of_basis = 'reported_annual' then was_reported else was_added end as known_prior,
        case when is_open then null when of_basis = 'settled_annual' then prior_settled
            when of_basis = 'reported_annual' then prior_reported else prior_added end as prior_value,
        case when is_open then 0 when of_basis = 'settled_annual' then known_settled
            when of_basis = 'reported_annual' then known_reported else known_added end as known_years,
        case when is_open then null when of_basis = 'settled_annual' then settled_5y
            when of_basis = 'reported_annual' then reported_5y else added_5y end as sum_5y,
        case when is_open then 0 when of_basis = 'settled_annual' then settled_years
            when of_basis = 'reported_annual' then reported_years else added_years end as years_5y
    from viewed
),
numbers as (
    select
        *,
        value - prior_value as change,
        cast(value * 1000000 as hugeint) as value_n,
        cast(prior_value * 1000000 as hugeint) as prior_n,
        case when years_5y >= 3 then cast(sum_5y * 1000000 as hugeint) end as sum_n,
        cast(years_5y as hugeint) as years_n
    from chosen
    -- A view says something, or there is no row: without it nothing is known on the basis, or in the price, that is asked for.
    where value is not null or prior_value is not null or years_5y >= 3
        or (hazard_key = 'all' and wanted_basis = 'best' and price = 'nominal')
)
select
    n.period_kind,
    n.year,
    n.through_date,
    n.region_code,
    n.hazard_key,
    n.indicator,
    n.price,
    n.wanted_basis,
    n.price_base_year,
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
    case when n.known_value is not null then n.of_basis end as basis,
    concat_ws(
        ' ',
        case when n.is_open then 'year_open' end,
        case when coalesce(n.of_basis, 'event_sum') = 'event_sum' and not n.is_covered then 'not_covered' end,
        case when coalesce(n.of_basis, 'event_sum') = 'event_sum' and n.known_value is null and n.has_rows then 'not_reported' end,
        case
            when n.wanted_basis <> 'best' and n.known_value is null
                and coalesce(n.settled_annual, n.reported_annual, n.event_sum) is not null
                then 'basis_missing'
        end,
        case
            when n.is_open or n.known_value is null or n.known_prior is not null then null
            when coalesce(n.was_settled, n.was_reported, n.was_added) is not null then 'basis_differs'
            else 'no_prior'
        end,
        case
            when (n.known_value is not null and n.value is null) or (n.known_prior is not null and n.prior_value is null)
                then 'no_price_index'
        end,
        case when n.known_years > n.years_5y then 'mean_without_index' end,
        case when n.prior_value = 0 then 'prior_zero' end,
        case when n.known_prior is not null and n.of_basis = 'event_sum' and not n.is_prior_covered then 'prior_not_covered' end,
        case when n.is_undated_left_out or (n.is_prior_undated_left_out and not n.is_open) then 'undated_left_out' end,
        case when n.of_basis = 'event_sum' and n.is_adjusted then 'adjusted' end,
        case when n.of_basis = 'event_sum' and n.is_prior_adjusted and n.known_prior is not null then 'prior_adjusted' end,
        case
            when n.of_basis = 'event_sum' and (n.is_adjustment_left_out or (n.is_prior_adjustment_left_out and n.known_prior is not null))
                then 'adjustment_left_out'
        end,
        case when n.is_approximate and n.of_basis <> 'event_sum' then 'approximate' end
    ) as note,
    coalesce(m.definitions <> o.definitions or m.old_codes <> o.old_codes, false) as break_flag,
    n.sum_5y
from numbers as n
left join staging.codebook_indicators as i on i.column_name = n.indicator
left join steps.series_marks as m on m.year = n.year and m.region_code = n.region_code
left join steps.series_marks as o on o.year = n.year - 1 and o.region_code = n.region_code
