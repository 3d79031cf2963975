-- Months × years of one region, hazard and indicator: the figure (month is null for what has no date), whether the month has rows, is
-- covered or covered in part; money in comparable prices where asked for, null in a year without a price factor.
with figures as (
    select year, month, cast({indicator} as decimal(38,6)) as value, true as has_rows
    from marts.losses_by_month
    where region_code = $region and hazard_key = $hazard and year between $first and $last
),
covered as (
    select year, month, bool_or(is_covered) as is_covered
    from marts.covered_months
    where region_code = $region and hazard_key in ('all', $hazard) and year between $first and $last
    group by year, month
),
factors as (
    select year, factor from marts.price_factors where region_code = $region
)
select
    coalesce(m.year, c.year) as year,
    coalesce(m.month, c.month) as month,
    cast(case when $is_priced then m.value * f.factor else m.value end as decimal(38,6)) as value,
    coalesce(m.has_rows, false) as has_rows,
    coalesce(c.is_covered, false) as is_covered,
    $is_priced and f.factor is null as is_unpriced
from figures m
full join covered c on c.year = m.year and c.month = m.month
left join factors f on f.year = coalesce(m.year, c.year)
order by 1, 2
