-- Figures by date of occurrence, of one region and hazard, over the years that a curve compares.
select date as occurred_on, cast(sum({indicator}) as decimal(38,6)) as value
from marts.losses_by_day
where region_code = $region and year between $first and $last
    and date is not null and ($hazard = 'all' or hazard_key = $hazard)
group by date
order by date
