-- A region between two dates (`is_whole`), and the places directly below it with what is not broken down: as disasters add up.
with summed as (
    select
        sum(l.{summed}) as {summed},
        l.region_code, l.region_level, count(distinct l.event_id) filter (where l.records > 0) as events
    from core.region_losses l
    where l.region_code in (select region_code from core.regions where parent_code = $region or region_code = $region)
        and l.year = $year and l.occurred_on between $first and $last
        and ($hazard = 'all' or l.hazard_level1 = $hazard)
    group by all
)
select
    r.name_zh as region_name, r.region_code = $region as is_whole,
    {derived}
    s.*
from summed s
join core.regions r using (region_code)
