-- Figures by date of occurrence, of one region and hazard, over the years that curves compare; money of a year without a price factor is
-- null where comparable prices are asked for.
with factors as (
    select year, factor from marts.price_factors where region_code = $region
)
select
    d.date as occurred_on,
    cast(case when $is_priced then sum({indicator}) * any_value(f.factor) else sum({indicator}) end as decimal(38,6)) as value
from marts.losses_by_day d
left join factors f on f.year = d.year
where d.region_code = $region and d.year between $first and $last
    and d.date is not null and ($hazard = 'all' or d.hazard_key = $hazard)
group by d.date
order by d.date
