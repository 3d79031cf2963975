-- Reports of files that were read otherwise, came, went or count from another day; and those that such a full export left out.
with files as (
    select source_id from changes.staging_reports
    union
    select source_id from changes.staging_sources
    union
    select source_id from changes.staging_source_spans
)
select v.source_id, v.source_locator
from steps.record_versions as v
semi join files as f on f.source_id = v.source_id
union
select l.source_id, l.source_locator
from steps.left_out_versions as l
semi join files as f on f.source_id = l.full_source_id
