-- One row is one figure of one region and year that rates divide by: people by the kind counted, or GDP in 万元. A unit's own row comes
-- before one under its old code; what merged units state each for itself is a figure of none of them, and nothing is added up.
with stated as (
    select
        'population' as denominator, current_code, region_code, year, kind, cast(population as decimal(38,6)) as value, '人' as unit,
        publication, source_id, source_locator, 'population' as figure
    from core.population
    union all
    select
        'gdp', current_code, region_code, year, '', cast(gdp * cast(0.0001 as decimal(5,4)) as decimal(38,6)), '万元',
        publication, source_id, source_locator, 'gdp'
    from core.gdp
),
usable as (
    select s.*, coalesce(f.state in ('approximate', 'at_least'), false) as is_approximate
    from stated as s
    inner join steps.region_codes as r on r.region_code = s.region_code
    left join core.figure_states as f
        on f.source_id = s.source_id and f.source_locator = s.source_locator and f.indicator = s.figure
    where s.value > 0 and s.year is not null and (s.region_code = s.current_code or r.part_code = s.current_code)
)
select
    denominator, current_code as region_code, cast(year as integer) as year, coalesce(kind, 'unstated') as kind, value, unit, publication,
    source_id, source_locator, is_approximate,
    min(value) over figures <> max(value) over figures as is_disputed
from usable as u
window figures as (partition by u.denominator, u.current_code, u.year, u.kind)
qualify row_number() over (
    partition by u.denominator, u.current_code, u.year, u.kind
    order by u.region_code <> u.current_code, u.is_approximate, u.source_id, u.source_locator
) = 1
order by denominator, region_code, year, kind
