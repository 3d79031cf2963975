-- Annual figures as reported beside the sum of the year's disasters: different where all of the year is covered, else less than that sum.
select
    f.source_id, f.source_locator, null as event_id, f.region_code, f.indicator, f.value, w.event_sum as other,
    case when f.indicator = 'direct_economic_loss' then abs(f.value - w.event_sum) end as amount
from steps.period_bounds as f
inner join steps.window_years as y on y.window_key = 'year' and y.window_start = f.period_start and y.window_end = f.period_end
inner join steps.window_figures as w
    on w.window_key = 'year' and w.year = y.year and w.region_code = f.current_code and w.hazard_key = f.hazard_key and w.indicator = f.indicator
where f.basis in ('settled_annual', 'reported_annual') and f.period_kind <> 'plan' and w.event_sum is not null
    and (w.event_sum > f.most or (w.is_covered and w.event_sum < f.least))
