-- Regions that have period statistics, with their place in the tree.
select r.region_code, r.name_zh, r.level, r.parent_code
from core.regions r
where r.region_code in (select region_code from marts.year_on_year)
order by r.region_code
