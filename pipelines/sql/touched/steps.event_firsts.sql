-- Disasters in a file that counts from another day.
select v.event_id
from steps.record_versions as v
semi join changes.staging_source_spans as s on s.source_id = v.source_id
