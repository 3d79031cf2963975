-- What a year's figures rest on: periods that a region or one above it covers for all hazards.
with recursive above as (
    select region_code, parent_code from core.regions where region_code = $region
    union
    select r.region_code, r.parent_code from core.regions r join above a on r.region_code = a.parent_code
)
select min(period_start) as first_day, max(period_end) as last_day
from core.coverage
where current_code in (select region_code from above) and hazard_key = 'all'
    and period_start <= $last and period_end >= $first
