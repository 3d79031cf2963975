-- A record stands beside all earlier ones of its region, under whatever code each was filed.
select l.region_code
from core.losses as l
semi join changes.core_losses as c on c.current_code = l.current_code
union
select region_code from changes.core_losses
