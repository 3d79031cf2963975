-- One row is one number reported for a region and a period rather than for a disaster.
select
    f.region_code,
    f.period_kind,
    f.period_start,
    f.period_end,
    f.hazard_key,
    f.indicator,
    f.value,
    f.unit,
    f.state,
    f.basis,
    f.source_id,
    f.source_locator,
    r.current_code
from staging.period_figures as f
inner join staging.sources as s on s.source_id = f.source_id and s.status = 'active'
inner join steps.region_codes as r on r.region_code = f.region_code
order by all
