-- One row is one disaster × region of the depth in hand: what the region filed, else the sum of what its children came to.
-- An own figure of 0 gives way to children who report more; money of the own level is added to that of the children.
with filed as (
    select l.*
    from core.losses as l
    inner join steps.region_tree as t on t.region_code = l.current_code and t.depth = $depth
    where not l.held_out
),
-- Regions whose own figures come in several records, since units were merged: the few that need adding up.
repeated as (
    select event_id, current_code
    from filed
    group by event_id, current_code
    having count(*) > 1
),
own as (
    select
        f.event_id,
        f.current_code as region_code,
        (
            false
            or f.{losses} is not null
        )::integer as records,
        (
            false
            or coalesce(f.{losses} > 0, false)
        ) as is_affected
        , cast(f.{summed} as {summed.sum_type}) as {summed}
    from filed as f
    anti join repeated as r on r.event_id = f.event_id and r.current_code = f.current_code
    union all
    select
        f.event_id,
        f.current_code,
        count(*) filter (
            where false
                or f.{losses} is not null
        ),
        bool_or(
            false
            or coalesce(f.{losses} > 0, false)
        )
        , cast(sum(f.{summed}) as {summed.sum_type})
    from filed as f
    semi join repeated as r on r.event_id = f.event_id and r.current_code = f.current_code
    group by f.event_id, f.current_code
),
children as (
    select
        event_id,
        parent_code as region_code,
        sum(records) as records,
        bool_or(is_affected) as is_affected
        , cast(sum({summed}) as {summed.sum_type}) as {summed}
    from steps.tree_level
    group by event_id, parent_code
)
select
    event_id,
    region_code,
    t.parent_code,
    t.level as region_level,
    t.depth,
    o.event_id is not null as has_own_record,
    c.event_id is not null as has_children,
    coalesce(o.is_affected, false) or coalesce(c.is_affected, false) as is_affected,
    cast(coalesce(o.records, 0) + coalesce(c.records, 0) as bigint) as records
    , case when o.{tree_summed} is null or (o.{tree_summed} = 0 and c.{tree_summed} > 0) then c.{tree_summed} else o.{tree_summed} end as {tree_summed}
    , case when o.{own_level} is null then c.{own_level} else o.{own_level} + coalesce(c.{own_level}, 0) end as {own_level}
    , c.{summed} as children_{summed}
from own as o
full outer join children as c using (event_id, region_code)
inner join steps.region_tree as t using (region_code)
