-- The places directly below a region in a whole year, with what is not broken down.
select
    r.name_zh as region_name, r.level as region_level,
    {derived}
    a.*
from core.regions r
join marts.annual_losses a using (region_code)
where r.parent_code = $region and a.year = $year and a.hazard_key = $hazard
