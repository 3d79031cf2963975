-- One indicator of some regions between two dates, as disasters add up.
with summed as (
    select
        sum({summed}) as {summed},
        region_code
    from core.region_losses
    where region_code in (select unnest($codes)) and year = $year and (occurred_on between $first and $last or $is_whole and occurred_on is null)
        and ($hazard = 'all' or hazard_level1 = $hazard)
    group by region_code
)
select region_code, {indicator} as value
from summed
