-- The latest winter-spring season that a year touches, and the season before it.
from marts.winter_spring
where region_code = $region and year <= $year + 1
qualify year >= max(year) over () - 1
order by year desc
