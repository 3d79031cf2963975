-- Houses to rebuild and to repair, and what is done, in a year and the year before.
from marts.rebuilding
where region_code = $region and year between $year - 1 and $year
order by year desc
