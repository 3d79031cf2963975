-- One row is one date of occurrence × region (county and up) × level-1 hazard; date is null where the disaster has none.
-- Adjustments of annual figures have no day and are not in it.
with losses as (
    select
        l.occurred_on as date,
        l.year,
        l.region_code,
        l.region_level,
        l.hazard_level1 as hazard_key,
        case when l.region_level <> 'unallocated' then count(*) filter (l.records > 0) end as events,
        cast(sum(l.records) as bigint) as event_records
        , cast(sum(l.{summed}) as {summed.sum_type}) as {summed}
    from core.region_losses as l
    left join steps.region_tree as p on p.region_code = l.parent_code
    where l.region_level in ('country', 'province', 'prefecture', 'county')
        or (l.region_level = 'unallocated' and p.level in ('country', 'province', 'prefecture'))
    group by l.occurred_on, l.year, l.region_code, l.region_level, l.hazard_level1
)
select *
from losses
