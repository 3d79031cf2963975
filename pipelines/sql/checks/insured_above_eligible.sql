-- Policies of one region, year and scheme with more insured than eligible households, beyond the written precision.
select p.source_id, p.source_locator, null as event_id, p.region_code, 'insured_households' as indicator, p.insured_households as value,
    p.eligible_households as other, null as amount
from core.insurance_policies as p
left join core.figure_states as i
    on i.source_id = p.source_id and i.source_locator = p.source_locator and i.indicator = 'insured_households'
left join core.figure_states as e
    on e.source_id = p.source_id and e.source_locator = p.source_locator and e.indicator = 'eligible_households'
where not p.is_repeated and p.insured_households - coalesce(i.half_width, 0) > p.eligible_households + coalesce(e.half_width, 0)
