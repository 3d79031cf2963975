-- The resolved nodes of the depth in hand.
select
    n.event_id,
    n.region_code,
    n.region_level,
    e.hazard_key,
    e.hazard_level1,
    cast(e.occurred_at as date) as occurred_on,
    e.year,
    n.has_own_record,
    n.is_affected,
    n.records,
    n.parent_code,
    n.depth
    , n.{resolved}
from steps.tree_level as n
inner join core.events as e on e.event_id = n.event_id
