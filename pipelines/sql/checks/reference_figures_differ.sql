-- Population, GDP or price indices of a region and year that differ from the figure of another row, which rates and prices take.
-- What a unit states that merged into another one is compared with nothing: it is a part of the whole.
select p.source_id, p.source_locator, null as event_id, p.region_code, 'population' as indicator, p.population as value,
    cast(cast(d.value as bigint) as varchar) as other, null as amount
from core.population as p
inner join steps.region_codes as r on r.region_code = p.region_code
inner join steps.denominators as d
    on d.denominator = 'population' and d.region_code = p.current_code and d.year = p.year and d.kind = coalesce(p.kind, 'unstated')
where p.population <> d.value and d.is_disputed and (p.region_code = p.current_code or r.part_code = p.current_code)
union all
select g.source_id, g.source_locator, null, g.region_code, 'gdp', g.gdp,
    cast(cast(d.value * 10000 as decimal(38,2)) as varchar), null
from core.gdp as g
inner join steps.region_codes as r on r.region_code = g.region_code
inner join steps.denominators as d on d.denominator = 'gdp' and d.region_code = g.current_code and d.year = g.year
where cast(g.gdp * cast(0.0001 as decimal(5,4)) as decimal(38,6)) <> d.value and d.is_disputed
    and (g.region_code = g.current_code or r.part_code = g.current_code)
union all
select c.source_id, c.source_locator, null, c.region_code, 'cpi', c.cpi, cast(i.cpi as varchar), null
from core.cpi as c
inner join steps.region_codes as r on r.region_code = c.region_code
inner join steps.price_indices as i on i.region_code = c.current_code and i.year = c.year
where c.cpi <> i.cpi and i.is_disputed and (c.region_code = c.current_code or r.part_code = c.current_code)
