-- Files with reports of a region that lies in others than before.
select r.source_id
from steps.report_keys as r
semi join changes.steps_reported_paths as p on p.region_code = r.current_code
