-- One row is one part of one year × region × hazard × headline indicator, as the disasters add up and as periods were reported.
with reported as (
    select
        w.window_key,
        w.year,
        f.current_code as region_code,
        f.hazard_key,
        f.indicator,
        cast(f.value as decimal(38,6)) as value,
        f.basis,
        f.state <> 'exact' as is_approximate
    from core.period_figures as f
    inner join steps.window_years as w on w.window_start = f.period_start and w.window_end = f.period_end
    -- A plan is no figure of its year; one that only follows from a percentage was never reported.
    where f.value is not null and f.state not in ('masked', 'implied') and f.period_kind <> 'plan'
    qualify row_number() over (
        partition by w.window_key, w.year, f.current_code, f.hazard_key, f.indicator, f.basis
        order by f.state <> 'exact', f.source_id, f.source_locator
    ) = 1
),
adjusted as (
    select year, region_code, hazard_key, indicator from steps.adjusted_cells
),
scopes as (
    select distinct region_code, hazard_key from steps.window_sums
    union
    select region_code, hazard_key from reported
    union
    select region_code, 'all' from steps.coverage_spans
    union
    select region_code, 'all' from steps.region_tree where level in ('country', 'province', 'prefecture', 'county')
),
covered as (
    select distinct w.window_key, w.year, s.region_code, s.hazard_key
    from scopes as s
    inner join steps.coverage_spans as c on c.region_code = s.region_code and c.hazard_key in ('all', s.hazard_key)
    inner join steps.window_years as w
        on c.period_start <= w.window_start
        and c.period_end >= case when w.is_latest then least(w.window_end, w.data_through) else w.window_end end
),
-- Every year of a window for every scope, with what its disasters came to; then a row per indicator.
sums as (
    select
        w.window_key,
        w.year,
        s.region_code,
        s.hazard_key,
        coalesce(u.has_rows, false) as has_rows,
        k.year is not null as is_covered,
        coalesce(u.is_undated_left_out, false) as is_undated_left_out,
        u.events
        , u.{headline}
    from steps.window_years as w
    cross join scopes as s
    left join steps.window_sums as u
        on u.window_key = w.window_key and u.year = w.year and u.region_code = s.region_code and u.hazard_key = s.hazard_key
    left join covered as k
        on k.window_key = w.window_key and k.year = w.year and k.region_code = s.region_code and k.hazard_key = s.hazard_key
),
cells as (
    select window_key, year, region_code, hazard_key, has_rows, is_covered, is_undated_left_out,
        unnest([
            struct_pack(indicator := 'events', value := cast(events as decimal(38,6)))
            , struct_pack(indicator := '{headline}', value := cast({headline} as decimal(38,6)))
        ]) as cell
    from sums
)
select
    c.window_key,
    c.year,
    c.region_code,
    c.hazard_key,
    c.cell.indicator as indicator,
    c.has_rows,
    c.is_covered,
    c.is_undated_left_out,
    coalesce(s.is_approximate, r.is_approximate, false) as is_approximate,
    d.year is not null and c.window_key = 'year' as is_adjusted,
    d.year is not null and c.window_key <> 'year' as is_adjustment_left_out,
    s.value as settled_annual,
    r.value as reported_annual,
    -- Covered without rows is 0; uncovered without rows is nothing known. Either may have been adjusted.
    case when c.has_rows or not c.is_covered then c.cell.value else coalesce(c.cell.value, 0) end as event_sum
from cells as c
left join adjusted as d
    on d.year = c.year and d.region_code = c.region_code and d.hazard_key = c.hazard_key and d.indicator = c.cell.indicator
left join reported as s
    on s.window_key = c.window_key and s.year = c.year and s.region_code = c.region_code and s.hazard_key = c.hazard_key
    and s.indicator = c.cell.indicator and s.basis = 'settled_annual'
left join reported as r
    on r.window_key = c.window_key and r.year = c.year and r.region_code = c.region_code and r.hazard_key = c.hazard_key
    and r.indicator = c.cell.indicator and r.basis = 'reported_annual'
