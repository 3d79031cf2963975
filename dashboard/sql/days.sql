-- Figures by date of occurrence, of one region and hazard, over the years that a curve compares.
select occurred_on, sum({indicator}) as value
from marts.losses_by_day
where region_code = $region and year(occurred_on) between $first and $last
    and ($hazard = 'all' and hazard_key <> 'all' or hazard_key = $hazard)
group by occurred_on
order by occurred_on
