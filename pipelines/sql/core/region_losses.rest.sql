-- What the nodes of the depth in hand filed beyond the sum of their children; negative where they filed less. A count of the moment
-- (people sheltered now) makes no such row by itself: a county that still counts its own has not left a loss unallocated.
select
    n.event_id,
    n.region_code || '-rest' as region_code,
    'unallocated' as region_level,
    e.hazard_key,
    e.hazard_level1,
    cast(e.occurred_at as date) as occurred_on,
    e.year,
    false as has_own_record,
    false as is_affected,
    null as records,
    n.region_code as parent_code,
    n.depth + 1 as depth
    , n.{resolved} - coalesce(n.children_{resolved}, 0) as {resolved}
from steps.tree_level as n
inner join core.events as e on e.event_id = n.event_id
where (
    false
    or n.{summed} <> coalesce(n.children_{summed}, 0)
)
