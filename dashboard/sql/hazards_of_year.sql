-- Disasters of a region in a whole year by hazard (`all` is the total), with the townships hit.
select hazard_key, events, townships_affected
from marts.annual_losses
where region_code = $region and year = $year
