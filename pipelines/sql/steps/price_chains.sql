-- One row is one region with indices of its own × year that its chain reaches: what money of that year is multiplied by to stand in prices
-- of the base year. Upwards it is the product of the indices of all years after it up to the base year, from the base year onwards one by
-- the product of the indices after the base year; each link is exact to 18 places, truncated.
with recursive starts as (
    select distinct i.region_code, b.base_year as year, cast(1000000000000000000 as hugeint) as factor_n
    from steps.price_indices as i
    cross join steps.price_base as b
),
before as (
    select * from starts
    union all
    select c.region_code, c.year - 1, c.factor_n * cast(i.cpi * 1000000 as hugeint) // 100000000
    from before as c
    inner join steps.price_indices as i on i.region_code = c.region_code and i.year = c.year
),
after as (
    select * from starts
    union all
    select c.region_code, c.year + 1, c.factor_n * 100000000 // cast(i.cpi * 1000000 as hugeint)
    from after as c
    inner join steps.price_indices as i on i.region_code = c.region_code and i.year = c.year + 1
)
select
    region_code,
    cast(year as integer) as year,
    cast(cast(factor_n as decimal(38,0)) * cast('0.000000000000000001' as decimal(18,18)) as decimal(38,18)) as factor
from (select * from before union select * from after)
order by region_code, year
