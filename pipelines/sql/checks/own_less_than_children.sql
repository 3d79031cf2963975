-- Cells in which a region filed less than its children came to: the remainder is negative, and both stay visible.
with remainders as materialized (
    select *
    from core.region_losses
    where region_level = 'unallocated' and (
        false
        or {tree_summed} < 0
    )
),
nodes as materialized (
    select n.*
    from core.region_losses as n
    inner join remainders as r on r.event_id = n.event_id and r.parent_code = n.region_code
),
short as (
    select event_id, region_code, '' as indicator, 0::decimal(38,6) as own, 0::decimal(38,6) as children
    from nodes where false
    union all select n.event_id, n.region_code, '{tree_summed}', n.{tree_summed}, n.{tree_summed} - r.{tree_summed} from remainders as r inner join nodes as n on n.event_id = r.event_id and n.region_code = r.parent_code where r.{tree_summed} < 0
)
select l.source_id, l.source_locator, s.event_id, coalesce(l.region_code, s.region_code) as region_code, s.indicator,
    s.own as value, s.children as other,
    case when s.indicator = 'direct_economic_loss' then s.children - s.own end as amount
from short as s
left join core.losses as l on l.event_id = s.event_id and l.current_code = s.region_code and not l.held_out
