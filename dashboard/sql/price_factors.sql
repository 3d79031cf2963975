-- By what money of each year is multiplied in one region, and whose index that rests on.
from marts.price_factors
where region_code = $region
order by year
