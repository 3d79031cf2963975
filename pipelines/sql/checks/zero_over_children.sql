-- Cells in which a region filed 0 while its children came to more.
with zero as (
    select '' as source_id, '' as source_locator, '' as event_id, '' as region_code, '' as indicator,
        0.0::decimal(38,6) as children
    from core.losses where false
    union all select l.source_id, l.source_locator, l.event_id, l.region_code, '{tree_summed}', n.{tree_summed} from core.losses as l inner join core.region_losses as n on n.event_id = l.event_id and n.region_code = l.current_code where l.{tree_summed} = 0 and n.{tree_summed} > 0 and not l.held_out
)
select source_id, source_locator, event_id, region_code, indicator, '0' as value, children as other,
    case when indicator = 'direct_economic_loss' then children end as amount
from zero
