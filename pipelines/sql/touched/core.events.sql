-- Disasters with reports of a region that lies in others than before.
select v.event_id
from core.report_versions as v
semi join changes.steps_reported_paths as p on p.region_code = v.current_code
