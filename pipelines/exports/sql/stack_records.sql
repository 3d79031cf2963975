-- One row is one disaster × node at or below $region, down to the townships, with what no region below accounts for.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
),
-- What the records of the region itself say; a region may have filed more than once in one disaster.
own as (
    select
        event_id,
        current_code as region_code,
        case when count(distinct hazard_key) = 1 then min(hazard_key) end as hazard_key,
        min(occurred_at) as occurred_at,
        arg_max(stage, (as_of, source_id, source_locator)) filter (as_of is not null) as stage,
        max(as_of) as as_of
    from core.losses
    where not held_out and event_id in (
        select event_id from core.events
        where ($year is null or year = $year) and ($event is null or event_id = $event)
    )
    group by event_id, current_code
)
select
    l.*,
    coalesce(o.hazard_key, e.hazard_key) as own_hazard_key,
    coalesce(o.occurred_at, e.occurred_at) as occurred_at,
    o.stage,
    o.as_of
from core.region_losses as l
inner join core.events as e on e.event_id = l.event_id
left join core.regions as above on above.region_code = l.parent_code
left join own as o on o.event_id = l.event_id and o.region_code = l.region_code
where l.region_code in (select region_code from subtree)
    and ($year is null or l.year = $year) and ($event is null or l.event_id = $event)
    and l.region_level <> 'village'
    and not (l.region_level = 'unallocated' and above.level in ('township', 'village'))
order by l.depth, coalesce(o.occurred_at, e.occurred_at) nulls last, l.region_code, l.event_id
