-- The rates of regions and one hazard over years, each with what it is divided by.
from marts.annual_rates
where region_code in (select unnest($regions)) and hazard_key = $hazard and year between $first and $last
order by region_code, year, rate
