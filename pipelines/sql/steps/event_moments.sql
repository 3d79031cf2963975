-- One row is one moment from which a disaster may have stood differently: a file with it came or went, a full export left it out, or a
-- file came that holds one of its records out of totals. A disaster with one moment never changed (`is_moved` is false).
with spans as (
    select distinct v.event_id, s.counts_from, s.counts_to
    from (select distinct event_id, source_id from steps.record_versions) as v
    inner join staging.source_spans as s on s.source_id = v.source_id
),
left_out as (
    select distinct l.event_id, s.counts_from, s.counts_to
    from steps.left_out_versions as l
    inner join staging.source_spans as s on s.source_id = l.full_source_id
),
found as (
    select event_id, counts_from as moment from spans
    union
    select event_id, counts_to from spans
    union
    select event_id, counts_from from left_out
    union
    select event_id, counts_to from left_out
    union
    select c.event_id, o.known_from
    from core.candidates as c
    inner join steps.event_firsts as f on f.event_id = c.event_id
    inner join steps.event_firsts as o on o.event_id = c.other_event_id and o.known_from > f.known_from
)
select event_id, moment, count(*) over (partition by event_id) > 1 as is_moved
from found
where moment is not null
