-- One indicator of one region and kind of period: year × hazard.
select year, hazard_key, value, basis
from marts.year_on_year
where region_code = $region and period_kind = $kind and indicator = $name and year between $first and $last
order by hazard_key, year
