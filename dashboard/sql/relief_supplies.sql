-- Relief supplies of a region in a year: item and unit as written, one row a stage.
from marts.relief_supplies
where region_code = $region and year = $year
order by stage, item, unit
limit 200
