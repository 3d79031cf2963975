-- Disasters in a file that bears another name or counts from another day, or that such a full export left out.
with files as (
    select source_id from changes.staging_source_spans
    union
    select source_id from changes.staging_sources
)
select v.event_id
from steps.record_versions as v
semi join files as f on f.source_id = v.source_id
union
select l.event_id
from steps.left_out_versions as l
semi join files as f on f.source_id = l.full_source_id
