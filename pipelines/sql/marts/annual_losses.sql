-- One row is one year × region × hazard (all, level 1, level 2): disasters, records, townships hit, and the summed figures with the
-- year's adjustments (会商核定), which count as no disaster.
with scopes as (
    select hazard_key, hazard_level1, 'all' as scope_key from core.events
    union
    select hazard_key, hazard_level1, hazard_level1 from core.events
    union
    select hazard_key, hazard_level1, hazard_key from core.events
),
-- By single hazards first, then by those of level 1, then of these all together: each adds up few rows.
by_hazard as materialized (
    select
        year,
        region_code,
        region_level,
        hazard_key,
        hazard_level1,
        case when region_level <> 'unallocated' then count(*) filter (records > 0) end as events,
        cast(sum(records) as bigint) as event_records
        , cast(sum({summed}) as {summed.sum_type}) as {summed}
    from core.region_losses
    group by year, region_code, region_level, hazard_key, hazard_level1
),
-- Most regions have a year's disasters of one hazard of a level-1 hazard: the row is that of both.
kinds as (
    select year, region_code, region_level, hazard_level1, count(*) as hazards
    from by_hazard
    group by year, region_code, region_level, hazard_level1
),
by_level1 as materialized (
    select l.year, l.region_code, l.region_level, l.hazard_level1 as hazard_key, l.events, l.event_records
        , l.{summed}
    from by_hazard as l
    semi join (select * from kinds where hazards = 1) as k
        on k.year is not distinct from l.year and k.region_code = l.region_code
        and k.region_level = l.region_level and k.hazard_level1 = l.hazard_level1
    union all
    select
        l.year,
        l.region_code,
        l.region_level,
        l.hazard_level1,
        cast(sum(l.events) as bigint),
        cast(sum(l.event_records) as bigint)
        , cast(sum(l.{summed}) as {summed.sum_type})
    from by_hazard as l
    semi join (select * from kinds where hazards > 1) as k
        on k.year is not distinct from l.year and k.region_code = l.region_code
        and k.region_level = l.region_level and k.hazard_level1 = l.hazard_level1
    group by l.year, l.region_code, l.region_level, l.hazard_level1
),
losses as (
    select year, region_code, region_level, hazard_key, events, event_records
        , {summed}
    from by_hazard
    where hazard_key <> hazard_level1
    union all
    select year, region_code, region_level, hazard_key, events, event_records
        , {summed}
    from by_level1
    union all
    select year, region_code, region_level, 'all', cast(sum(events) as bigint), cast(sum(event_records) as bigint)
        , cast(sum({summed}) as {summed.sum_type})
    from by_level1
    group by year, region_code, region_level
),
adjusted as (
    select l.year, l.region_code, l.region_level, l.hazard_key, l.events, l.event_records
        , case when a.{summed} is null then l.{summed} else coalesce(l.{summed}, 0) + a.{summed} end as {summed}
    from losses as l
    left join steps.annual_adjustments as a
        on a.year = l.year and a.region_code = l.region_code and a.hazard_key = l.hazard_key
    union all
    select a.year, a.region_code, a.region_level, a.hazard_key,
        case when a.region_level <> 'unallocated' then 0 end, case when a.region_level <> 'unallocated' then 0 end
        , a.{summed}
    from steps.annual_adjustments as a
    anti join losses as l on l.year = a.year and l.region_code = a.region_code and l.hazard_key = a.hazard_key
),
townships as (
    select
        t.year,
        p.ancestor_code as region_code,
        s.scope_key as hazard_key,
        count(distinct case when t.is_affected then t.township_code end) as townships_affected
    from steps.township_years as t
    inner join scopes as s on s.hazard_key = t.hazard_key and s.hazard_level1 = t.hazard_level1
    inner join steps.region_paths as p on p.region_code = t.above_code
    group by t.year, p.ancestor_code, s.scope_key
)
select
    l.year,
    l.region_code,
    l.region_level,
    l.hazard_key,
    l.events,
    l.event_records,
    t.townships_affected
    , cast(l.{summed} as {summed.sum_type}) as {summed}
from adjusted as l
left join townships as t on t.year = l.year and t.region_code = l.region_code and t.hazard_key = l.hazard_key
