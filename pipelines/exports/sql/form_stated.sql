-- One row is one exact figure stated for the year to $through of $region or of a region directly below it: settled, else reported.
select f.current_code as region_code, f.indicator, f.basis, f.value
from core.period_figures as f
inner join core.regions as r on r.region_code = f.current_code
where f.hazard_key = 'all' and f.state = 'exact' and f.value is not null and f.period_kind <> 'plan'
    and f.basis in ('settled_annual', 'reported_annual')
    and f.period_start = make_date($year, 1, 1) and f.period_end = $through
    and (f.current_code = $region or r.parent_code = $region)
qualify row_number() over (
    partition by f.current_code, f.indicator
    order by case f.basis when 'settled_annual' then 1 else 2 end, f.source_id, f.source_locator
) = 1
order by f.current_code, f.indicator
