-- One row is one file that changed a disaster at one moment: it came (`received`, `restored`), went (`superseded`, `removed`,
-- `withdrawn`), or is a full export without a record of it (`left_out`).
with found as (
    select distinct v.event_id, s.counts_from as moment, s.source_id, s.began as kind
    from steps.record_versions as v
    inner join staging.source_spans as s on s.source_id = v.source_id
    union
    select distinct v.event_id, s.counts_to, s.source_id, s.ended
    from steps.record_versions as v
    inner join staging.source_spans as s on s.source_id = v.source_id and s.counts_to is not null
    union
    select distinct l.event_id, s.counts_from, s.source_id, 'left_out'
    from steps.left_out_versions as l
    inner join staging.source_spans as s on s.source_id = l.full_source_id
)
select f.*, s.path
from found as f
inner join staging.sources as s on s.source_id = f.source_id
