-- Disasters that still run, as they stand in the region; since when, and what was before, only the ledger's own region knows.
with told as (
    select event_id, max(as_of) as as_of,
        count(*) filter (where stage = 'initial') as initial_records,
        count(*) filter (where stage = 'update') as update_records,
        count(*) filter (where stage = 'final') as final_records,
        count(*) filter (where stage is null or stage = 'unknown') as unknown_records
    from core.losses
    where not held_out
    group by event_id
),
now as (
    select
        {derived}
        *
    from core.region_losses
    where region_code = (select region_code from scope.own)
)
select n.*, e.event_name, e.occurred_at, t.* exclude (event_id), null::timestamp as changed_at
from whole.marts.running_disasters as d
inner join now as n on n.event_id = d.event_id
inner join told as t on t.event_id = d.event_id
left join core.events as e on e.event_id = d.event_id
order by t.as_of desc, d.event_id
