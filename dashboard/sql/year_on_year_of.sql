-- Every period and year of one indicator, of regions and hazards, on the best basis and in prices of the years.
from marts.year_on_year
where region_code in (select unnest($regions)) and hazard_key in (select unnest($hazards)) and indicator = $only
order by region_code, hazard_key, period_kind, year
