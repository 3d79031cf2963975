-- Policies of a region, year, scheme and insurer that an earlier file holds already, or another for all insurers: they count once.
select p.source_id, p.source_locator, null as event_id, p.region_code, 'policy_year' as indicator, p.policy_year as value,
    min(o.path) as other, p.total_premium * cast(0.0001 as decimal(5,4)) as amount
from core.insurance_policies as p
inner join core.insurance_policies as e
    on e.part_code = p.part_code and e.policy_year = p.policy_year and e.scheme = p.scheme
    and (e.insurer is not distinct from p.insurer or coalesce(e.insurer, '') = '') and not e.is_repeated
inner join staging.sources as o on o.source_id = e.source_id
where p.is_repeated
group by p.source_id, p.source_locator, p.region_code, p.policy_year, p.total_premium
