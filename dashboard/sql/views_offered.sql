-- The bases and prices in which the figures of a region and hazard are also known.
select distinct wanted_basis, price, price_base_year
from marts.year_on_year_views
where region_code = $region and hazard_key = $hazard
