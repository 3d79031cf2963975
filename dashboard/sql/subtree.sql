-- A region and everything below it.
with recursive below as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions r join below b on r.parent_code = b.region_code
)
from below
