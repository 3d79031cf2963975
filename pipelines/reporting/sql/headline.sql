-- One row is one headline indicator of the region by hazard, or of a region directly below it, in the period of the report.
select *
from marts.year_on_year
where period_kind = $kind and year = $year
    and (
        region_code = $region
        or (
            hazard_key = 'all'
            and region_code in (select region_code from core.regions where parent_code = $region and level <> 'unallocated')
        )
    )
order by region_code, hazard_key, indicator
