-- What the nodes of the depth in hand filed beyond the sum of their children; negative where they filed less. A count of the moment
-- (people sheltered now) makes no such row by itself: a county that still counts its own has not left a loss unallocated.
select
    n.event_id,
    n.region_code || '-rest' as region_code,
    'unallocated' as region_level,
    n.hazard_key,
    n.hazard_level1,
    n.occurred_on,
    n.year,
    false as has_own_record,
    false as is_affected,
    null as records,
    n.region_code as parent_code,
    n.depth + 1 as depth
    , n.{resolved} - coalesce(c.{resolved}, 0) as {resolved}
from core.region_losses as n
inner join temp.tree_own as o on o.event_id = n.event_id and o.region_code = n.region_code
inner join temp.tree_children as c on c.event_id = n.event_id and c.region_code = n.region_code
where n.depth = $depth and n.region_level <> 'unallocated'
    and (
        false
        or n.{summed} <> coalesce(c.{summed}, 0)
    )
