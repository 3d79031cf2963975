-- The regions of the depth in hand whose disaster nobody broke down, while others of theirs are broken down: all of it is unallocated,
-- so that a year's drill-down adds up as each of its disasters does.
select
    r.event_id,
    r.region_code || '-rest' as region_code,
    'unallocated' as region_level,
    r.hazard_key,
    r.hazard_level1,
    r.occurred_on,
    r.year,
    false as has_own_record,
    false as is_affected,
    null as records,
    r.region_code as parent_code,
    r.depth + 1 as depth
    , r.{resolved}
from core.region_losses as r
semi join steps.region_tree as t on t.parent_code = r.region_code
anti join temp.tree_children as n on n.event_id = r.event_id and n.region_code = r.region_code
where r.depth = $depth and r.region_level <> 'unallocated'
    and (
        false
        or r.{summed} <> 0
    )
