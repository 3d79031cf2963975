-- One row is one year × region (county and up) × one of the figures that ledgers are set beside, over all hazards, on its best basis: as
-- settled, else as reported for the year, else as the year's disasters add up (0 where all of the year is covered and nothing happened).
with added as (
    select year, region_code, 'direct_economic_loss' as indicator, cast(direct_economic_loss as decimal(38,6)) as value
    from marts.annual_losses
    where hazard_key = 'all' and region_level in ('country', 'province', 'prefecture', 'county')
    union all
    select year, region_code, 'loss_housing_household', cast(loss_housing_household as decimal(38,6))
    from marts.annual_losses
    where hazard_key = 'all' and region_level in ('country', 'province', 'prefecture', 'county')
    union all
    select year, region_code, 'damaged_rooms', cast(
        case
            when coalesce(collapsed_rooms, severe_rooms, minor_rooms) is not null
                then coalesce(collapsed_rooms, 0) + coalesce(severe_rooms, 0) + coalesce(minor_rooms, 0)
        end
    as decimal(38,6))
    from marts.annual_losses
    where hazard_key = 'all' and region_level in ('country', 'province', 'prefecture', 'county')
),
quiet as (
    select cast(w.year as integer) as year, c.region_code, i.indicator, cast(0 as decimal(38,6)) as value
    from steps.coverage_spans as c
    inner join steps.window_years as w
        on w.window_key = 'year' and c.period_start <= w.window_start
        and c.period_end >= case when w.is_latest then least(w.window_end, w.data_through) else w.window_end end
    cross join (select distinct indicator from added) as i
    where c.hazard_key = 'all'
        and not exists (select 1 from added as a where a.year = w.year and a.region_code = c.region_code)
),
reported as (
    select
        cast(w.year as integer) as year, f.current_code as region_code,
        case when f.indicator = 'collapsed_or_damaged_rooms' then 'damaged_rooms' else f.indicator end as indicator,
        f.basis, f.value, f.state <> 'exact' as is_approximate
    from core.period_figures as f
    inner join steps.window_years as w on w.window_key = 'year' and w.window_start = f.period_start and w.window_end = f.period_end
    where f.hazard_key = 'all' and f.value is not null and f.state not in ('masked', 'implied') and f.period_kind <> 'plan'
        and f.indicator in ('direct_economic_loss', 'loss_housing_household', 'collapsed_or_damaged_rooms')
    qualify row_number() over (
        partition by w.year, f.current_code, f.indicator, f.basis order by f.state <> 'exact', f.source_id, f.source_locator
    ) = 1
),
told as (
    select year, region_code, indicator, 'event_sum' as basis, value, false as is_approximate from added where value is not null
    union all
    select year, region_code, indicator, 'event_sum', value, false from quiet
    union all
    select year, region_code, indicator, basis, value, is_approximate from reported where basis in ('settled_annual', 'reported_annual')
)
select year, region_code, indicator, basis, cast(value as decimal(38,6)) as value, is_approximate
from told
qualify row_number() over (
    partition by year, region_code, indicator
    order by case basis when 'settled_annual' then 1 when 'reported_annual' then 2 else 3 end
) = 1
