-- Annual figures as reported beside the sum of the year's disasters and adjustments: different where all of the year is covered, else less than that sum.
with stated as (
    select f.*, y.year, y.window_start, case when y.is_latest then least(y.window_end, y.data_through) else y.window_end end as window_end
    from steps.period_bounds as f
    inner join steps.window_years as y on y.window_key = 'year' and y.window_start = f.period_start and y.window_end = f.period_end
    where f.basis in ('settled_annual', 'reported_annual') and f.period_kind <> 'plan'
),
years as (
    select *
        , {derived.derived_from} as {derived}
    from marts.annual_losses as a
    semi join stated as s on s.year = a.year and s.current_code = a.region_code and s.hazard_key = a.hazard_key
),
added as (
    select year, region_code, hazard_key, 'events' as indicator, cast(events as decimal(38,6)) as value from years
    union all select year, region_code, hazard_key, '{headline}', cast({headline} as decimal(38,6)) from years
),
covered as (
    select distinct s.year, s.current_code, s.hazard_key
    from stated as s
    inner join steps.coverage_spans as c
        on c.region_code = s.current_code and c.hazard_key in ('all', s.hazard_key)
        and c.period_start <= s.window_start and c.period_end >= s.window_end
),
headlines as (
    select 'events' as indicator
    union all select '{headline}'
),
-- Covered without a disaster is 0.
compared as (
    select
        s.*, c.year is not null as is_covered,
        case when a.indicator is not null then a.value when c.year is not null then 0 end as event_sum
    from stated as s
    inner join headlines as h on h.indicator = s.indicator
    left join added as a
        on a.year = s.year and a.region_code = s.current_code and a.hazard_key = s.hazard_key and a.indicator = s.indicator
    left join covered as c on c.year = s.year and c.current_code = s.current_code and c.hazard_key = s.hazard_key
)
select
    source_id, source_locator, null as event_id, region_code, indicator, value, event_sum as other,
    case when indicator = 'direct_economic_loss' then abs(value - event_sum) end as amount
from compared
where event_sum > most or (is_covered and event_sum < least)
