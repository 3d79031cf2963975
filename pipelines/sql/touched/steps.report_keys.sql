-- Files with reports of a region whose code counts for another unit now.
select r.source_id
from staging.reports as r
semi join changes.steps_region_codes as c on c.region_code = r.region_code
