-- Cells in which a region filed less than its children came to: the remainder is negative, and both stay visible.
with cells as (
    select r.event_id, r.parent_code as region_code, unnest([
        {'indicator': '', 'own': 0::decimal(38,6), 'remainder': 0::decimal(38,6)}
        , {'indicator': '{tree_summed}', 'own': cast(n.{tree_summed} as decimal(38,6)), 'remainder': cast(r.{tree_summed} as decimal(38,6))}
    ], recursive := true)
    from core.region_losses as r
    inner join core.region_losses as n on n.event_id = r.event_id and n.region_code = r.parent_code
    where r.region_level = 'unallocated' and (
        false
        or r.{tree_summed} < 0
    )
)
select l.source_id, l.source_locator, s.event_id, coalesce(l.region_code, s.region_code) as region_code, s.indicator,
    s.own as value, s.own - s.remainder as other,
    case when s.indicator = 'direct_economic_loss' then -s.remainder end as amount
from cells as s
left join core.losses as l on l.event_id = s.event_id and l.current_code = s.region_code and not l.held_out
where s.remainder < 0
