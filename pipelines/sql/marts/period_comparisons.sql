-- One row is one reported figure of a region and a period (of several sources the surest) beside the same days of the year before.
-- Compared are figures of one basis; a figure that only follows from a stated change stands in for one that was never reported, is
-- marked, and compares with nothing itself; nor does a plan. Of percentages there is a difference and no percentage.
-- Notes: no_prior, prior_zero, basis_differs, prior_implied, implied, plan, masked, approximate, sources_differ.
with known as (
    select
        f.*,
        i.parent,
        i.part_kind,
        case when i.period_unit is null or i.period_unit = '' or i.period_unit like '(%' then f.unit else i.period_unit end as shown_unit,
        year(f.period_end) as year,
        year(f.period_end) - year(f.period_start) as years_spanned,
        month(f.period_start) * 100 + day(f.period_start) as start_md,
        case when month(f.period_end) = 2 and day(f.period_end) > 27 then 228 else month(f.period_end) * 100 + day(f.period_end) end as end_md
    from core.period_figures as f
    left join staging.codebook_indicators as i on i.column_name = f.indicator
),
ranked as (
    select
        *,
        row_number() over (
            partition by current_code, period_kind, period_start, period_end, hazard_key, indicator, basis
            order by
                case when value is null then 1 else 0 end,
                case state when 'exact' then 0 when 'reported_zero' then 0 when 'rounded' then 1 when 'approximate' then 2
                    when 'at_least' then 3 else 4 end,
                source_id, source_locator
        ) as place,
        min(case when state in ('exact', 'reported_zero') then value end) over figures as least_exact,
        max(case when state in ('exact', 'reported_zero') then value end) over figures as most_exact
    from known
    window figures as (
        partition by current_code, period_kind, period_start, period_end, hazard_key, indicator, basis
    )
),
figures as (
    select * from ranked where place = 1
),
any_basis as (
    select current_code, period_kind, year, years_spanned, start_md, end_md, hazard_key, indicator, count(value) as observed
    from figures
    where state <> 'implied'
    group by current_code, period_kind, year, years_spanned, start_md, end_md, hazard_key, indicator
),
compared as (
    select
        f.*,
        p.value as prior_value,
        p.state as prior_state,
        p.value is not null and p.state = 'implied' as is_prior_implied,
        f.value - p.value as change,
        coalesce(a.observed, 0) as observed_before
    from figures as f
    left join figures as p
        on p.current_code = f.current_code and p.period_kind = f.period_kind and p.hazard_key = f.hazard_key
        and p.indicator = f.indicator and p.basis = f.basis and p.year = f.year - 1 and p.years_spanned = f.years_spanned
        and p.start_md = f.start_md and p.end_md = f.end_md and p.value is not null
        and f.period_kind <> 'plan' and f.state <> 'implied'
    left join any_basis as a
        on a.current_code = f.current_code and a.period_kind = f.period_kind and a.hazard_key = f.hazard_key
        and a.indicator = f.indicator and a.year = f.year - 1 and a.years_spanned = f.years_spanned
        and a.start_md = f.start_md and a.end_md = f.end_md
)
select
    c.current_code as region_code,
    c.period_kind,
    cast(c.year as integer) as year,
    c.period_start,
    c.period_end,
    c.hazard_key,
    c.indicator,
    c.shown_unit as unit,
    c.value,
    c.state,
    c.basis,
    c.prior_value,
    c.prior_state,
    c.is_prior_implied,
    c.change,
    case when c.prior_value <> 0 and c.value is not null and c.unit <> '%' then cast(
        cast(
            (cast(c.value * 1000000 as hugeint) - cast(c.prior_value * 1000000 as hugeint)) * 100000000
            // cast(c.prior_value * 1000000 as hugeint)
        as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as change_pct,
    c.change_pct as change_pct_reported,
    concat_ws(
        ' ',
        case when c.period_kind = 'plan' then 'plan' end,
        case when c.state in ('masked', 'implied') then c.state end,
        case when c.state in ('approximate', 'at_least', 'rounded') or c.prior_state in ('approximate', 'at_least', 'rounded')
            then 'approximate' end,
        case
            when c.value is null or c.state = 'implied' or c.period_kind = 'plan' or c.prior_value is not null then null
            when c.observed_before > 0 then 'basis_differs'
            else 'no_prior'
        end,
        case when c.is_prior_implied then 'prior_implied' end,
        case when c.prior_value = 0 then 'prior_zero' end,
        case when c.least_exact <> c.most_exact then 'sources_differ' end
    ) as note,
    c.half_width,
    c.source_id,
    c.source_locator
from compared as c
order by c.current_code, c.period_kind, c.period_start, c.period_end, c.hazard_key, c.indicator, c.basis
