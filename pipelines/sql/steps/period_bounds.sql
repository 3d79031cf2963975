-- One row is one period figure that may be reckoned with (the best of those that sources give for it), and the least and the most it may
-- stand for as written: 7.1万 is 70,500 to 71,500, 150余 is 150 or more (no most), and 约150 can be anything near, so that it is left out.
select
    current_code, period_kind, period_start, period_end, hazard_key, basis, indicator, value, state, region_code, source_id, source_locator,
    case when state = 'at_least' then value else value - coalesce(half_width, 0) end as least,
    case when state = 'at_least' then null else value + coalesce(half_width, 0) end as most
from core.period_figures
where value is not null and (state in ('exact', 'rounded', 'at_least', 'reported_zero') or half_width is not null) and state not in ('masked', 'implied')
qualify row_number() over (
    partition by current_code, period_kind, period_start, period_end, hazard_key, basis, indicator
    order by state <> 'exact', source_id, source_locator
) = 1
