-- One row is one event id that people found to be another's disaster, with the id that stands for all of them.
with recursive same as (
    select event_id_a as event_id, event_id_b as other_id from staging.decisions_same_disaster where decision = 'same'
    union
    select event_id_b, event_id_a from staging.decisions_same_disaster where decision = 'same'
),
reached as (
    select event_id, other_id from same
    union
    select r.event_id, s.other_id
    from reached as r
    inner join same as s on s.event_id = r.other_id
)
select event_id, min(other_id) as merged_id
from reached
group by event_id
having min(other_id) < event_id
order by event_id
