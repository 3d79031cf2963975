-- One row is one file that changed a record at one moment: it came (`received`, `restored`), went (`superseded`, `removed`, `withdrawn`;
-- a full export without the record, too: the record is back), or is a full export without it (`left_out`).
with told as (
    select distinct event_id, record_code, source_id from steps.record_versions
),
left_out as (
    select distinct event_id, record_code, full_source_id as source_id from steps.left_out_versions
),
found as (
    select t.event_id, t.record_code, s.counts_from as moment, s.source_id, s.began as kind
    from told as t
    inner join staging.source_spans as s on s.source_id = t.source_id
    union
    select l.event_id, l.record_code, s.counts_from, s.source_id, 'left_out'
    from left_out as l
    inner join staging.source_spans as s on s.source_id = l.source_id
    union
    select t.event_id, t.record_code, s.counts_to, s.source_id, s.ended
    from (select * from told union select * from left_out) as t
    inner join staging.source_spans as s on s.source_id = t.source_id and s.counts_to is not null
)
select f.*, s.path
from found as f
inner join staging.sources as s on s.source_id = f.source_id
