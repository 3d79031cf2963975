-- One row is one disaster × region of the depth in hand that has children: what these came to. Most have one child, whose row it is.
with counted as materialized (
    select event_id, parent_code, count(*) as children
    from core.region_losses
    where depth = $depth + 1 and region_level <> 'unallocated'
    group by event_id, parent_code
)
select c.event_id, c.parent_code as region_code, c.records, c.is_affected
    , c.{resolved}
from core.region_losses as c
semi join (select * from counted where children = 1) as o on o.event_id = c.event_id and o.parent_code = c.parent_code
where c.depth = $depth + 1 and c.region_level <> 'unallocated'
union all
select c.event_id, c.parent_code, cast(sum(c.records) as bigint), bool_or(c.is_affected)
    , cast(sum(c.{resolved}) as {resolved.sum_type})
from core.region_losses as c
semi join (select * from counted where children > 1) as s on s.event_id = c.event_id and s.parent_code = c.parent_code
where c.depth = $depth + 1 and c.region_level <> 'unallocated'
group by c.event_id, c.parent_code
