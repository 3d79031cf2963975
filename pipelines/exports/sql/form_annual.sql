-- One row is the year of $region or of a region directly below it, all disasters together.
select a.*
from marts.annual_losses as a
inner join core.regions as r on r.region_code = a.region_code
where a.year = $year and a.hazard_key = 'all' and (a.region_code = $region or r.parent_code = $region)
order by a.region_code
