-- One row is the best version of one record as known at one moment, of disasters that ever changed. Ranked as today's versions are.
with left_out as (
    select l.source_id, l.source_locator, s.counts_from, coalesce(s.counts_to, timestamp '9999-12-31') as counts_to
    from steps.left_out_versions as l
    inner join staging.source_spans as s on s.source_id = l.full_source_id
),
firsts as (
    select event_id, min(moment) as known_from from steps.event_moments group by event_id
),
held as (
    select c.event_id, v.record_code, min(f.known_from) as held_from
    from core.candidates as c
    inner join steps.record_versions as v on v.source_id = c.source_id and v.source_locator = c.source_locator
    inner join firsts as f on f.event_id = c.other_event_id
    group by c.event_id, v.record_code
),
known as (
    select v.*, m.moment, k.row_number
    from steps.event_moments as m
    inner join steps.record_versions as v on v.event_id = m.event_id
    inner join staging.source_spans as s
        on s.source_id = v.source_id and s.counts_from <= m.moment and (s.counts_to is null or s.counts_to > m.moment)
    inner join steps.report_keys as k on k.source_id = v.source_id and k.source_locator = v.source_locator
    where m.is_moved
)
select
    k.event_id,
    k.record_code,
    k.moment,
    k.source_id,
    k.source_locator,
    k.current_code,
    k.hazard_key,
    k.hazard_level1,
    k.occurred_at,
    k.year,
    k.figures_hash,
    h.held_from is not null and h.held_from <= k.moment as held_out
from known as k
anti join left_out as l
    on l.source_id = k.source_id and l.source_locator = k.source_locator
    and k.moment >= l.counts_from and k.moment < l.counts_to
left join held as h on h.event_id = k.event_id and h.record_code = k.record_code
qualify row_number() over (
    partition by k.event_id, k.moment, k.record_code
    order by
        k.as_of desc nulls last, k.stage_rank desc, k.reported_at desc nulls last,
        k.figures desc, k.source_id, k.row_number, k.source_locator
) = 1
