-- One row is one disaster × region of the depth in hand that has children: what it filed, else what its children came to.
-- An own figure of 0 gives way to children who report more; money of the own level is added to that of the children.
with children as materialized (
    select
        event_id,
        parent_code as region_code,
        sum(records) as records,
        bool_or(is_affected) as is_affected
        , cast(sum({resolved}) as {resolved.sum_type}) as {resolved}
    from core.region_losses
    where depth = $depth + 1 and region_level <> 'unallocated'
    group by event_id, parent_code
),
own as (
    select
        l.event_id,
        l.current_code as region_code,
        count(*) filter (
            where false
                or l.{losses} is not null
        ) as records,
        bool_or(
            false
            or coalesce(l.{losses} > 0, false)
        ) as is_affected
        , cast(sum(l.{resolved}) as {resolved.sum_type}) as {resolved}
    from core.losses as l
    semi join children as c on c.event_id = l.event_id and c.region_code = l.current_code
    where not l.held_out
    group by l.event_id, l.current_code
)
select
    event_id,
    region_code,
    t.parent_code,
    t.level as region_level,
    t.depth,
    o.event_id is not null as has_own_record,
    coalesce(o.is_affected, false) or c.is_affected as is_affected,
    cast(coalesce(o.records, 0) + c.records as bigint) as records
    , case when o.{tree_resolved} is null or (o.{tree_resolved} = 0 and c.{tree_resolved} > 0) then c.{tree_resolved} else o.{tree_resolved} end as {tree_resolved}
    , case when o.{own_level} is null then c.{own_level} else o.{own_level} + coalesce(c.{own_level}, 0) end as {own_level}
    , c.{resolved} as children_{resolved}
from children as c
left join own as o using (event_id, region_code)
inner join steps.region_tree as t using (region_code)
