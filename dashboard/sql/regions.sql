-- Regions that have period statistics, with their place in the tree; `is_reported`: somebody reported whole periods for it.
select r.region_code, r.name_zh, r.level, r.parent_code, c.is_reported
from core.regions r
join marts.compared_regions c using (region_code)
order by r.region_code
