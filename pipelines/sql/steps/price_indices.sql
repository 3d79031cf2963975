-- One row is the consumer price index of one region and year, the year before being 100, that counts. A figure outside what such an
-- index can be (a rate of 0.2 %, an index of 1978 = 100) is none; a unit's own row comes before one under its old code, and what several
-- merged units state is an index of none of them.
with usable as (
    select
        c.current_code as region_code, c.year, c.cpi, c.publication, c.source_id, c.source_locator,
        c.region_code <> c.current_code as is_of_old_code
    from core.cpi as c
    inner join steps.region_codes as r on r.region_code = c.region_code
    inner join staging.codebook_figure_limits as l on l.kind = 'ledger' and l.name = 'cpi'
    where c.cpi between cast(l.smallest as decimal(18,6)) and cast(l.largest as decimal(18,6))
        and (c.region_code = c.current_code or r.part_code = c.current_code)
)
select
    region_code, year, cpi, publication, source_id, source_locator,
    min(cpi) over of_year <> max(cpi) over of_year as is_disputed
from usable
window of_year as (partition by region_code, year)
qualify row_number() over (partition by region_code, year order by is_of_old_code, source_id, source_locator) = 1
order by region_code, year
