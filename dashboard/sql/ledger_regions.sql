-- Regions that a ledger tells something of, and those with period statistics, with their place in the tree.
with ledgers as (
    select region_code from marts.relief_funds
    union select region_code from marts.relief_batches
    union select region_code from marts.relief_supplies
    union select region_code from marts.winter_spring
    union select region_code from marts.house_insurance
    union select region_code from marts.rebuilding
),
reported as (
    select region_code from marts.year_on_year
    where value is not null and basis in ('settled_annual', 'reported_annual')
)
select r.region_code, r.name_zh, r.level, r.parent_code,
    r.region_code in (select region_code from ledgers) or r.region_code in (select region_code from reported) as is_reported
from core.regions r
where r.level <> 'unallocated'
    and (r.region_code in (select region_code from ledgers) or r.region_code in (select region_code from marts.year_on_year))
order by r.region_code
