-- One indicator of some regions in a whole year, as disasters add up.
select region_code, {indicator} as value
from marts.annual_losses
where region_code in (select unnest($codes)) and year = $year and hazard_key = $hazard
