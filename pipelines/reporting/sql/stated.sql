-- One row is one figure that a source states for the region and the period, on the best basis, with the file and the place where it stands.
select f.*, s.path
from core.period_figures as f
left join meta.sources as s on s.source_id = f.source_id
where f.current_code = $region and f.hazard_key = 'all' and f.period_start = $start and f.period_end = $through
    and f.value is not null and f.state not in ('masked', 'implied') and f.period_kind <> 'plan'
qualify row_number() over (
    partition by f.indicator
    order by
        case f.basis when 'settled_annual' then 1 when 'reported_annual' then 2 else 3 end,
        f.state <> 'exact', f.source_id, f.source_locator
) = 1
order by f.indicator
