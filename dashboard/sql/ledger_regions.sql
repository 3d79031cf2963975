-- Regions that a ledger tells something of, and those with period statistics, with their place in the tree.
with ledgers as (
    select region_code from marts.relief_funds
    union select region_code from marts.relief_batches
    union select region_code from marts.relief_supplies
    union select region_code from marts.winter_spring
    union select region_code from marts.house_insurance
    union select region_code from marts.rebuilding
),
compared as (
    select region_code, is_reported from marts.compared_regions
)
select r.region_code, r.name_zh, r.level, r.parent_code,
    r.region_code in (select region_code from ledgers) or coalesce(c.is_reported, false) as is_reported
from core.regions r
left join compared c using (region_code)
where r.level <> 'unallocated'
    and (r.region_code in (select region_code from ledgers) or c.region_code is not null)
order by r.region_code
