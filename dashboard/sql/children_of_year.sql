-- A region in a whole year (`is_whole`), and the places directly below it with what is not broken down: as disasters add up. Of the mart,
-- which is ordered by level, only these levels are read.
select
    r.name_zh as region_name, r.region_code = $region as is_whole,
    {derived}
    a.*
from core.regions r
join marts.annual_losses a using (region_code)
where (r.parent_code = $region or r.region_code = $region) and a.year = $year and a.hazard_key = $hazard
    and a.region_level in (select level from core.regions where parent_code = $region or region_code = $region)
