-- One row is one participation rate as reported (%) beside what can be reckoned: of the scheme's own eligible households (`own`), else of those
-- of the other scheme or, of a voluntary scheme, the households that are insured universally (`other_scheme`), else nothing (`none`).
-- `least` and `most` bound the reckoned rate by the written precision, in millionths of a per cent as the rates themselves.
with widths as (
    select source_id, source_locator, indicator, max(half_width) as half_width
    from core.figure_states
    where half_width is not null and indicator in ('eligible_households', 'insured_households')
    group by source_id, source_locator, indicator
),
told as (
    select
        p.*,
        coalesce(i.half_width, 0) as insured_width,
        coalesce(e.half_width, 0) as eligible_width
    from core.insurance_policies as p
    left join widths as i on i.source_id = p.source_id and i.source_locator = p.source_locator and i.indicator = 'insured_households'
    left join widths as e on e.source_id = p.source_id and e.source_locator = p.source_locator and e.indicator = 'eligible_households'
    where not p.is_repeated
),
others as (
    select
        current_code, policy_year, scheme,
        max(coalesce(eligible_households, case when scheme = 'universal' then insured_households end)) as households,
        max(case when eligible_households is not null then eligible_width when scheme = 'universal' then insured_width end) as width
    from told
    where scheme in ('universal', 'voluntary')
    group by current_code, policy_year, scheme
),
paired as (
    select
        t.source_id, t.source_locator, t.region_code, t.scheme, t.policy_year, t.insured_households, t.insured_width,
        cast(t.participation_pct * 1000000 as hugeint) as rate_n,
        coalesce(t.eligible_households, o.households) as denominator,
        case when t.eligible_households is not null then t.eligible_width else o.width end as denominator_width,
        case when t.eligible_households is not null then 'own' when o.households is not null then 'other_scheme' else 'none' end as how
    from told as t
    left join others as o
        on o.current_code = t.current_code and o.policy_year = t.policy_year and o.scheme <> t.scheme and t.scheme in ('universal', 'voluntary')
    where t.participation_pct is not null
)
select
    *,
    cast(insured_households as hugeint) * 100000000 // cast(nullif(denominator, 0) as hugeint) as reckoned_n,
    cast((insured_households - insured_width) * 100000000 as hugeint) // cast(nullif(denominator + denominator_width, 0) as hugeint) as least_n,
    cast((insured_households + insured_width) * 100000000 as hugeint) // cast(nullif(denominator - denominator_width, 0) as hugeint) as most_n,
    case
        when rate_n % 1000000 = 0 then 500000
        when rate_n % 100000 = 0 then 50000
        when rate_n % 10000 = 0 then 5000
        else 500
    end as half_n
from paired
