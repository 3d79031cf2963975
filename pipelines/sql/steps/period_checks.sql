-- One row is one total, rate or repeated number among the period figures of a region, period and hazard, with what its parts come to, and
-- the least and the most that both may be as written. `missing_parts` counts the parts that nobody gives.
with related as (
    select
        t.*, r.relation, r.parts, r.part, r.part_number, p.value as part_value, p.least as part_least, p.most as part_most,
        p.indicator is null as is_missing
    from steps.period_bounds as t
    inner join steps.period_relations as r on r.total = t.indicator
    left join steps.period_bounds as p
        on p.current_code = t.current_code and p.period_kind = t.period_kind and p.period_start is not distinct from t.period_start
        and p.period_end is not distinct from t.period_end and p.hazard_key = t.hazard_key and p.basis = t.basis and p.indicator = r.part
    where not exists (
        select 1 from steps.period_bounds as u
        where u.current_code = t.current_code and u.period_kind = t.period_kind and u.period_start is not distinct from t.period_start
            and u.period_end is not distinct from t.period_end and u.hazard_key = t.hazard_key and u.basis = t.basis and u.indicator = r.unless
    )
)
select
    relation, parts, indicator, value, least, most, region_code, source_id, source_locator,
    count(*) filter (where is_missing) as missing_parts,
    count(*) filter (where not is_missing) as known_parts,
    cast(sum(part_value) as decimal(38,6)) as parts_value,
    cast(sum(part_least) as decimal(38,6)) as parts_least,
    case when bool_or(not is_missing and part_most is null) then null else cast(sum(part_most) as decimal(38,6)) end as parts_most,
    max(case when part_number = 1 then part_value end) as numerator,
    max(case when part_number = 1 then part_least end) as numerator_least,
    max(case when part_number = 1 then part_most end) as numerator_most,
    max(case when part_number = 2 then part_value end) as denominator,
    max(case when part_number = 2 then part_least end) as denominator_least,
    max(case when part_number = 2 then part_most end) as denominator_most
from related
group by
    relation, parts, indicator, value, least, most, region_code, source_id, source_locator, current_code, period_kind, period_start, period_end,
    hazard_key, basis
