-- The regions of the depth in hand without children: what they filed. Few have several records to add up.
with filed as not materialized (
    select l.*, t.level, t.parent_code, t.depth
    from core.losses as l
    inner join steps.region_tree as t on t.region_code = l.current_code and t.depth = $depth
    anti join temp.tree_children as n on n.event_id = l.event_id and n.region_code = l.current_code
    where not l.held_out
),
leaves as (
    select
        f.event_id,
        f.current_code,
        f.level,
        f.parent_code,
        f.depth,
        (
            false
            or coalesce(f.{losses} > 0, false)
        ) as is_affected,
        (
            false
            or f.{losses} is not null
        )::bigint as records
        , cast(f.{resolved} as {resolved.sum_type}) as {resolved}
    from filed as f
    anti join steps.repeated_records as r on r.event_id = f.event_id and r.current_code = f.current_code
    union all
    select
        f.event_id,
        f.current_code,
        f.level,
        f.parent_code,
        f.depth,
        bool_or(
            false
            or coalesce(f.{losses} > 0, false)
        ),
        count(*) filter (
            where false
                or f.{losses} is not null
        )
        , cast(sum(f.{resolved}) as {resolved.sum_type})
    from filed as f
    semi join steps.repeated_records as r on r.event_id = f.event_id and r.current_code = f.current_code
    group by f.event_id, f.current_code, f.level, f.parent_code, f.depth
)
select
    l.event_id,
    l.current_code as region_code,
    l.level as region_level,
    e.hazard_key,
    e.hazard_level1,
    cast(e.occurred_at as date) as occurred_on,
    e.year,
    true as has_own_record,
    l.is_affected,
    l.records,
    l.parent_code,
    l.depth
    , l.{resolved}
from leaves as l
inner join core.events as e on e.event_id = l.event_id
