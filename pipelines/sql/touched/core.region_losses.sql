-- Disasters of a region that came, went or lies elsewhere, and of the region above it: it has, or has no longer, what it was broken down into.
with regions as (
    select unnest([region_code, parent_code]) as region_code from changes.steps_region_tree
)
select r.event_id
from core.region_losses as r
semi join regions as t on t.region_code = r.region_code
union
select l.event_id
from core.losses as l
semi join regions as t on t.region_code = l.current_code
