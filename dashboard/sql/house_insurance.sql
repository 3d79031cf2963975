-- Policies and claims of a region: every year, basis of the year and scheme.
from marts.house_insurance
where region_code = $region
order by year desc, year_basis, scheme
