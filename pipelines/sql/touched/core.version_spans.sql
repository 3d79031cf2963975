-- Disasters with reports that count from another time on, or are told apart otherwise; and those that such a report holds out.
with reports as (
    select source_id, source_locator from changes.steps_report_keys
    union
    select source_id, source_locator from changes.steps_report_stretches
)
select v.event_id
from steps.record_versions as v
semi join reports as r on r.source_id = v.source_id and r.source_locator = v.source_locator
union
select c.event_id
from core.candidates as c
semi join reports as r on r.source_id = c.other_source_id and r.source_locator = c.other_source_locator
