-- One row is the annual figure of a region or of one above it, by scope of hazards; no row where nothing is known of the region's year.
with recursive above as (
    select region_code, parent_code, name_zh, 0 as step from core.regions where region_code = $region
    union all
    select r.region_code, r.parent_code, r.name_zh, a.step + 1
    from core.regions as r
    inner join above as a on a.parent_code = r.region_code
),
known as (
    select 1 from marts.annual_losses where year = $year and region_code = $region
    union all
    select 1 from marts.year_on_year
    where year = $year and region_code = $region and hazard_key = 'all' and value is not null
)
select a.region_code, a.name_zh, h.hazard_key, cast(l.{indicator} as decimal(38,6)) as value
from above as a
cross join (select unnest($hazards) as hazard_key) as h
left join marts.annual_losses as l on l.region_code = a.region_code and l.year = $year and l.hazard_key = h.hazard_key
where exists (select 1 from known)
order by a.step, h.hazard_key
