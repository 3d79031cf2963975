-- Disasters of a region between two dates by hazard (`all` is the total), with the townships hit.
with counted as (
    select unnest(['all', hazard_key]) as hazard_key, events
    from marts.losses_by_day
    where region_code = $region and year = $year and (date between $first and $last or $is_whole and date is null)
)
select c.hazard_key, cast(sum(c.events) as bigint) as events, any_value(t.townships_affected) as townships_affected
from counted c
left join marts.townships_affected t
    on t.region_code = $region and t.year = $year and t.period_kind = $kind and t.hazard_key = c.hazard_key
group by c.hazard_key
