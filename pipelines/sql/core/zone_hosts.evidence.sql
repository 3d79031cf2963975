-- One row is one zone that the figures place: the only county whose figures fit in every cell that can be compared.
-- The disasters that zones without a settled place took part in: the only ones whose figures can place them.
with inside as (
    select p.region_code
    from steps.zones as z
    inner join steps.reported_paths as p on p.ancestor_code = z.zone_code
    where z.how is null
),
told as materialized (
    select distinct event_id
    from core.losses
    where not held_out and current_code in (select region_code from inside)
),
-- What a region filed itself, and what its townships filed.
own as materialized (
    select event_id, current_code as region_code
        , cast(sum({tree_summed}) as {tree_summed.sum_type}) as {tree_summed}
    from core.losses
    semi join told using (event_id)
    where not held_out and length(current_code) = 6
    group by event_id, current_code
),
below as materialized (
    select l.event_id, p.parent_code as region_code
        , cast(sum(l.{tree_summed}) as {tree_summed.sum_type}) as {tree_summed}
    from core.losses as l
    semi join told using (event_id)
    inner join steps.reported_regions as p on p.region_code = l.current_code
    where not l.held_out and length(l.current_code) = 12
    group by l.event_id, p.parent_code
),
zone_figures as materialized (
    select z.zone_code, e.event_id
        , coalesce(o.{tree_summed}, b.{tree_summed}) as {tree_summed}
    from steps.zones as z
    inner join (
        select event_id, region_code from own
        union
        select event_id, region_code from below
    ) as e on e.region_code = z.zone_code
    left join own as o on o.event_id = e.event_id and o.region_code = e.region_code
    left join below as b on b.event_id = e.event_id and b.region_code = e.region_code
    where z.how is null
),
-- A cell is comparable where the county filed it and the zone did too, or where the county's townships leave something over.
compared as (
    select
        z.zone_code,
        c.region_code as host_code,
        count(*) as events,
        sum(0
            + coalesce((c.{tree_summed} - coalesce(t.{tree_summed}, 0) = z.{tree_summed} and z.{tree_summed} <> 0)::integer, 0)
        ) as equal_cells,
        sum(0
            + coalesce((c.{tree_summed} - coalesce(t.{tree_summed}, 0) <> coalesce(z.{tree_summed}, 0) and (z.{tree_summed} is not null or t.{tree_summed} is not null))::integer, 0)
        ) as unequal_cells
    from zone_figures as z
    inner join own as c
        on c.event_id = z.event_id and substr(c.region_code, 1, 2) = substr(z.zone_code, 1, 2) and c.region_code <> z.zone_code
    inner join steps.reported_regions as r on r.region_code = c.region_code and r.is_known and r.level = 'county'
    left join below as t on t.event_id = c.event_id and t.region_code = c.region_code
    group by z.zone_code, c.region_code
),
fitting as (
    select *, substr(host_code, 1, 4) = substr(zone_code, 1, 4) as is_same_prefecture
    from compared
    where unequal_cells = 0 and equal_cells >= 2
),
-- The only fitting county of the zone's prefecture, else of its province.
nearest as (
    select *
    from fitting
    qualify is_same_prefecture or not bool_or(is_same_prefecture) over (partition by zone_code)
),
only_ones as (
    select *
    from nearest
    qualify count(*) over (partition by zone_code) = 1
)
select zone_code, host_code, cast(equal_cells as bigint) as equal_cells, cast(events as bigint) as events
from only_ones
qualify count(*) over (partition by host_code) = 1
