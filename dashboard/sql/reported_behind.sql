-- The figure as it was reported for the whole period, with its file and place; the one that counts first.
select f.value, f.unit, f.state, f.basis, f.region_code, f.source_locator, s.path as source_file
from core.period_figures f
left join meta.sources s using (source_id)
where f.current_code = $region and f.period_start = $first and f.period_end = $last and f.hazard_key = $hazard
    and f.indicator = $name and f.value is not null and f.state not in ('masked', 'implied') and f.period_kind <> 'plan'
order by f.basis <> $basis, f.state <> 'exact', f.source_id, f.source_locator
limit 20
