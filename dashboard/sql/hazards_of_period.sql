-- Disasters of a region between two dates by hazard (`all` is the total), with the townships hit.
with recursive below as (
    select region_code, level from core.regions where region_code = $region
    union all
    select r.region_code, r.level from core.regions r join below b on r.parent_code = b.region_code
),
dated as (
    select l.*, unnest(['all', l.hazard_level1]) as scope
    from core.region_losses l
    where l.year = $year and l.occurred_on between $first and $last
        and l.region_code in (select region_code from below)
)
select
    scope as hazard_key,
    count(distinct event_id) filter (where region_code = $region and records > 0) as events,
    nullif(count(distinct region_code) filter (where region_level = 'township' and is_affected), 0) as townships_affected
from dated
group by scope
