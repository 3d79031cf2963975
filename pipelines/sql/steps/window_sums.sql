-- One row is one part of one year × region (county and up) × hazard (all, level 1): the sums of its disasters.
-- A disaster without a date is in the whole year, and in what the latest year has so far; elsewhere it is left out.
-- Adjustments belong to the year: they are in the whole of it and in no period by days.
with scoped as (
    select
        d.date, d.year, d.region_code, d.hazard_key, d.events, s.scope_key, false as is_adjustment
        , d.{summed}
    from marts.losses_by_day as d
    inner join (
        select distinct hazard_key, hazard_key as scope_key from marts.losses_by_day
        union all
        select distinct hazard_key, 'all' from marts.losses_by_day
    ) as s on s.hazard_key = d.hazard_key
    where d.region_level <> 'unallocated'
    union all
    select null, a.year, a.region_code, a.hazard_key, null, a.hazard_key, true
        , a.{summed}
    from steps.annual_adjustments as a
    where a.region_level in ('country', 'province', 'prefecture', 'county')
        and a.hazard_key in (select 'all' union select hazard_level1 from core.adjustments)
),
placed as (
    select
        w.window_key,
        d.*,
        case
            when d.is_adjustment then w.window_key = 'year'
            when d.date is not null then strftime(d.date, '%m-%d') between w.start_md and w.end_md
            else w.window_key = 'year' or (w.is_latest and w.start_md = '01-01' and w.window_end >= w.data_through)
        end as is_inside
    from scoped as d
    inner join steps.window_years as w on w.year = d.year
),
sums as (
    select
        window_key,
        year,
        region_code,
        scope_key as hazard_key,
        bool_or(date is null and not is_inside and not is_adjustment) as is_undated_left_out,
        bool_or(is_inside and not is_adjustment) as has_rows,
        cast(sum(case when is_inside then events end) as bigint) as events
        , cast(sum(case when is_inside then {summed} end) as {summed.sum_type}) as {summed}
    from placed
    group by window_key, year, region_code, scope_key
)
select *
    , {derived.derived_from} as {derived}
from sums
