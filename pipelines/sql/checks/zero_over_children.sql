-- Cells in which a region filed 0 while its children came to more.
with filed as (
    -- Where units were merged, a node has several own records: none of them alone is its own figure.
    select *
    from core.losses
    where not held_out
    qualify count(*) over (partition by event_id, current_code) = 1
),
zero as (
    select '' as source_id, '' as source_locator, '' as event_id, '' as region_code, '' as indicator,
        0.0::decimal(38,6) as children
    from core.losses where false
    union all select l.source_id, l.source_locator, l.event_id, l.region_code, '{tree_summed}', n.{tree_summed} from filed as l inner join core.region_losses as n on n.event_id = l.event_id and n.region_code = l.current_code where l.{tree_summed} = 0 and n.{tree_summed} > 0
)
select source_id, source_locator, event_id, region_code, indicator, '0' as value, children as other,
    case when indicator = 'direct_economic_loss' then children end as amount
from zero
