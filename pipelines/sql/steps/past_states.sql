-- One row is one disaster as it stood from one moment until the next that changed it (null: still so); disasters that ever changed.
with signed as (
    select
        m.event_id,
        m.moment,
        count(p.record_code) as records,
        bit_xor(hash(p.record_code, p.figures_hash, p.hazard_key, p.occurred_at, p.year, p.held_out))
            filter (p.record_code is not null) as signature
    from steps.event_moments as m
    left join steps.past_versions as p on p.event_id = m.event_id and p.moment = m.moment
    where m.is_moved
    group by m.event_id, m.moment
),
changed as (
    select *
    from signed
    -- Before its first moment it held nothing.
    qualify (records, coalesce(signature, 0)) is distinct from lag((records, coalesce(signature, 0)), 1, (0, 0)) over (
        partition by event_id order by moment
    )
)
select
    event_id || '@' || strftime(moment, '%Y%m%d%H%M%S') as state_id,
    event_id,
    moment,
    lead(moment) over (partition by event_id order by moment) as until
from changed
order by event_id, moment
