-- The largest single disaster of each year for one indicator, in the same part of the year.
-- One without a date counts where the year's figure has it: in a whole year, and where the period is all that the last year has so far.
with figures as (
    select event_id, hazard_level1, occurred_on, year, {indicator} as value
    from core.region_losses
    where region_code = $region and year between $first and $last
        and ($hazard = 'all' or hazard_level1 = $hazard)
        and ($from_day = '01-01' and $to_day = '12-31' or strftime(occurred_on, '%m-%d') between $from_day and $to_day
            or $is_whole and occurred_on is null and year = $last)
)
select year, max(value) as value, arg_max_null(occurred_on, value) as occurred_on,
    arg_max(hazard_level1, value) as hazard_key
from figures
where value is not null
group by year
order by year
