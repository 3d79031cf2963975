-- One row is one disaster × node of the tree, each cell resolved: the node's own figure, else the sum of its children.
-- Rows of level `unallocated` (code `R-rest`) hold what region R filed beyond its children, so that every drill-down adds up.
select
    '' as event_id,
    '' as region_code,
    '' as region_level,
    '' as hazard_key,
    '' as hazard_level1,
    date '2000-01-01' as occurred_on,
    0::integer as year,
    false as has_own_record,
    false as is_affected,
    0::bigint as records,
    '' as parent_code,
    0::integer as depth
    , 0::{resolved.sum_type} as {resolved}
from core.events
where false
