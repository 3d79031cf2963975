-- The regions of the depth in hand that have children: what each filed, else what its children came to.
-- An own figure of 0 gives way to children who report more; money of the own level is added to that of the children.
select
    c.event_id,
    c.region_code,
    t.level as region_level,
    e.hazard_key,
    e.hazard_level1,
    cast(e.occurred_at as date) as occurred_on,
    e.year,
    o.event_id is not null as has_own_record,
    coalesce(o.is_affected, false) or c.is_affected as is_affected,
    coalesce(o.records, 0) + c.records as records,
    t.parent_code,
    t.depth
    , case when o.{tree_resolved} is null or (o.{tree_resolved} = 0 and c.{tree_resolved} > 0) then c.{tree_resolved} else o.{tree_resolved} end as {tree_resolved}
    , case when o.{own_level} is null then c.{own_level} else o.{own_level} + coalesce(c.{own_level}, 0) end as {own_level}
from temp.tree_children as c
left join temp.tree_own as o on o.event_id = c.event_id and o.region_code = c.region_code
inner join steps.region_tree as t on t.region_code = c.region_code
inner join core.events as e on e.event_id = c.event_id
