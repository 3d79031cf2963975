-- Cells in which a region filed 0 while its children came to more.
with parents as (
    select distinct event_id, parent_code as current_code
    from core.region_losses
    where region_level <> 'unallocated'
),
-- Where units were merged, a node has several own records: none of them alone is its own figure.
filed as (
    select l.event_id, l.current_code, any_value(l.source_id) as source_id, any_value(l.source_locator) as source_locator
    from core.losses as l
    semi join parents as p on p.event_id = l.event_id and p.current_code = l.current_code
    where not l.held_out
    group by l.event_id, l.current_code
    having count(*) = 1
),
zero as (
    select l.source_id, l.source_locator, l.event_id, l.region_code, unnest([
        {'indicator': '', 'own': null::decimal(38,6), 'children': null::decimal(38,6)}
        , {'indicator': '{tree_summed}', 'own': cast(l.{tree_summed} as decimal(38,6)), 'children': cast(n.{tree_summed} as decimal(38,6))}
    ], recursive := true)
    from filed as f
    inner join core.losses as l on l.source_id = f.source_id and l.source_locator = f.source_locator
    inner join core.region_losses as n on n.event_id = f.event_id and n.region_code = f.current_code
    where false
        or (l.{tree_summed} = 0 and n.{tree_summed} > 0)
)
select source_id, source_locator, event_id, region_code, indicator, '0' as value, children as other,
    case when indicator = 'direct_economic_loss' then children end as amount
from zero
where own = 0 and children > 0
