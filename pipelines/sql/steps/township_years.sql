-- One row is one township × year × hazard of which something is known.
select year, township_code, above_code, hazard_level1, hazard_key, bool_or(is_affected) as is_affected
from steps.township_days
group by all
