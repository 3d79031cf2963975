-- Every period, year and headline indicator of one region and hazard.
from marts.year_on_year
where region_code = $region and hazard_key = $hazard
order by period_kind, year, indicator
