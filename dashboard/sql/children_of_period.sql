-- A region between two dates (`is_whole`), and the places directly below it with what is not broken down: as disasters add up. Places
-- below a county have no days of their own: their disasters are added up.
with places as (
    select region_code, name_zh, level, region_code = $region as is_whole
    from core.regions
    where parent_code = $region or region_code = $region
),
known as (
    select
        {summed},
        region_code, region_level, events
    from marts.losses_by_day
    where region_code in (select region_code from places)
        and year = $year and (date between $first and $last or $is_whole and date is null) and ($hazard = 'all' or hazard_key = $hazard)
    union all by name
    select
        {summed},
        region_code, region_level, cast(case when region_level <> 'unallocated' then (records > 0)::integer end as bigint) as events
    from core.region_losses
    where region_code in (
            select p.region_code from places p
            where p.level not in ('country', 'province', 'prefecture', 'county', 'unallocated')
                or p.level = 'unallocated' and exists (select 1 from places w where w.is_whole and w.level not in ('country', 'province', 'prefecture'))
        )
        and year = $year and (occurred_on between $first and $last or $is_whole and occurred_on is null) and ($hazard = 'all' or hazard_level1 = $hazard)
),
summed as (
    select
        sum(k.{summed}) as {summed},
        k.region_code, k.region_level, coalesce(sum(k.events), 0) as events
    from known k
    group by k.region_code, k.region_level
)
select
    p.name_zh as region_name, p.is_whole,
    {derived}
    s.*
from summed s
join places p using (region_code)
