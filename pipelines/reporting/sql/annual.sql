-- One row is the year of the region by hazard (all, level 1), or of a region directly below it, as the disasters add up: for indicators
-- and levels that are not compared from year to year.
select a.*,
    case when a.deaths is null and a.missing is null then null else coalesce(a.deaths, 0) + coalesce(a.missing, 0) end as deaths_missing
from marts.annual_losses as a
left join meta.hazards as h on h.hazard_key = a.hazard_key
where a.year = $year
    and (
        (a.region_code = $region and (a.hazard_key = 'all' or h.level = '1'))
        or (
            a.hazard_key = 'all'
            and a.region_code in (select region_code from core.regions where parent_code = $region and level <> 'unallocated')
        )
    )
order by a.region_code, a.hazard_key
