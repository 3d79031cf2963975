-- Period figures of one region, period, hazard, indicator and basis that different sources give differently: by more than their written
-- precision leaves open (71000 ± 500 and 71240 agree). What is approximate, a lower bound or implied contradicts nothing.
select f.source_id, f.source_locator, null as event_id, f.region_code, f.indicator, f.value, o.value as other, null as amount
from core.period_figures as f
inner join core.period_figures as o
    on o.current_code = f.current_code and o.period_start = f.period_start and o.period_end = f.period_end
    and o.period_kind = f.period_kind and o.hazard_key = f.hazard_key and o.indicator = f.indicator and o.basis = f.basis
    and o.state in ('exact', 'rounded', 'reported_zero')
    and abs(o.value - f.value) > coalesce(o.half_width, 0) + coalesce(f.half_width, 0)
    and (o.source_id, o.source_locator) > (f.source_id, f.source_locator)
where f.state in ('exact', 'rounded', 'reported_zero')
