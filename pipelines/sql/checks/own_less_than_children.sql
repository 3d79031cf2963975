-- Cells in which a region filed less than its children came to: the remainder is negative, and both stay visible.
with short as (
    select event_id, region_code, '' as indicator, 0.0::decimal(38,6) as own, 0.0::decimal(38,6) as children
    from core.region_losses where false
    union all select r.event_id, r.parent_code, '{tree_summed}', n.{tree_summed}, n.{tree_summed} - r.{tree_summed} from core.region_losses as r inner join core.region_losses as n on n.event_id = r.event_id and n.region_code = r.parent_code where r.region_level = 'unallocated' and r.{tree_summed} < 0
)
select l.source_id, l.source_locator, s.event_id, coalesce(l.region_code, s.region_code) as region_code, s.indicator,
    s.own as value, s.children as other,
    case when s.indicator = 'direct_economic_loss' then s.children - s.own end as amount
from short as s
left join core.losses as l on l.event_id = s.event_id and l.current_code = s.region_code and not l.held_out
