-- Reports that are told apart otherwise; and those that a full export left out which counts now, or no longer.
select e.event_id
from steps.report_events as e
semi join changes.steps_report_keys as k on k.source_id = e.source_id and k.source_locator = e.source_locator
union
select l.event_id
from steps.left_out_versions as l
semi join changes.staging_sources as s on s.source_id = l.full_source_id
