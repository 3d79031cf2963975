-- One row is one disaster × region of the depth in hand that has children and filed figures of its own: these.
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
semi join temp.tree_children as c on c.event_id = l.event_id and c.region_code = l.current_code
where not l.held_out
group by l.event_id, l.current_code
