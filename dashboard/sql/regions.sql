-- Regions that have period statistics, with their place in the tree; `is_reported`: somebody reported whole periods for it.
with known as (
    select region_code, bool_or(basis in ('settled_annual', 'reported_annual')) as is_reported
    from marts.year_on_year
    where value is not null
    group by region_code
)
select r.region_code, r.name_zh, r.level, r.parent_code, coalesce(k.is_reported, false) as is_reported
from core.regions r
left join known k using (region_code)
where r.region_code in (select region_code from marts.year_on_year)
order by r.region_code
