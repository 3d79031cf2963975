-- One row is one part of one year × region (county and up) × hazard (all, level 1): the sums of its disasters.
-- A disaster without a date is in the whole year, and in what the latest year has so far; elsewhere it is left out.
-- Adjustments belong to the year: they are in the whole of it and in no period by days.
with days as not materialized (
    select date, year, region_code, hazard_key, events
        , {summed}
    from marts.losses_by_day
    where region_level <> 'unallocated'
),
placed_dates as (
    select distinct
        w.window_key,
        w.year,
        d.date,
        case
            when d.date is not null then strftime(d.date, '%m-%d') between w.start_md and w.end_md
            else w.window_key = 'year' or (w.is_latest and w.start_md = '01-01' and w.window_end >= w.data_through)
        end as is_inside
    from steps.window_years as w
    inner join (select distinct year, date from days) as d on d.year = w.year
),
by_hazard as materialized (
    select w.window_key, d.year, d.region_code, d.hazard_key, sum(d.events) as events
        , sum(d.{summed}) as {summed}
    from days as d
    inner join placed_dates as w on w.year = d.year and w.date is not distinct from d.date and w.is_inside
    group by w.window_key, d.year, d.region_code, d.hazard_key
),
adjusted as (
    select 'year' as window_key, a.year, a.region_code, a.hazard_key
        , a.{summed}
    from steps.annual_adjustments as a
    semi join steps.window_years as w on w.year = a.year and w.window_key = 'year'
    where a.region_level in ('country', 'province', 'prefecture', 'county')
        and a.hazard_key in (select 'all' union select hazard_level1 from core.adjustments)
),
of_days as (
    select window_key, year, region_code, hazard_key, events
        , {summed}
    from by_hazard
    union all
    select window_key, year, region_code, 'all', sum(events)
        , sum({summed})
    from by_hazard
    group by window_key, year, region_code
),
-- Few are adjusted: of all others there is nothing to add up.
summed_up as (
    select d.window_key, d.year, d.region_code, d.hazard_key, cast(d.events as bigint) as events
        , cast(d.{summed} as {summed.sum_type}) as {summed}
    from of_days as d
    anti join adjusted as a
        on a.window_key = d.window_key and a.year = d.year and a.region_code = d.region_code and a.hazard_key = d.hazard_key
    union all
    select window_key, year, region_code, hazard_key, cast(sum(events) as bigint)
        , cast(sum({summed}) as {summed.sum_type})
    from (
        select d.window_key, d.year, d.region_code, d.hazard_key, d.events
            , d.{summed}
        from of_days as d
        semi join adjusted as a
            on a.window_key = d.window_key and a.year = d.year and a.region_code = d.region_code and a.hazard_key = d.hazard_key
        union all
        select window_key, year, region_code, hazard_key, null
            , {summed}
        from adjusted
    )
    group by window_key, year, region_code, hazard_key
),
marked as (
    select w.window_key, d.year, d.region_code, d.hazard_key, w.date is null and not w.is_inside as is_undated_left_out, w.is_inside
    from (
        select distinct date, year, region_code, unnest([hazard_key, 'all']) as hazard_key
        from days
    ) as d
    inner join placed_dates as w on w.year = d.year and w.date is not distinct from d.date
    union all
    select w.window_key, a.year, a.region_code, a.hazard_key, false, false
    from adjusted as a
    inner join steps.window_years as w on w.year = a.year
),
marks as (
    select window_key, year, region_code, hazard_key, bool_or(is_undated_left_out) as is_undated_left_out, bool_or(is_inside) as has_rows
    from marked
    group by window_key, year, region_code, hazard_key
),
sums as (
    select
        m.window_key,
        m.year,
        m.region_code,
        m.hazard_key,
        m.is_undated_left_out,
        m.has_rows,
        s.events
        , s.{summed}
    from marks as m
    left join summed_up as s
        on s.window_key = m.window_key and s.year = m.year and s.region_code = m.region_code and s.hazard_key = m.hazard_key
)
select *
    , {derived.derived_from} as {derived}
from sums
