-- The adjustments (会商核定) that an annual figure holds: those of the region and of all below it.
select *
from core.adjustments
where year = $year and current_code in (select region_code from core.region_paths where ancestor_code = $region) and indicator in (select unnest($names::varchar[]))
    and ($hazard = 'all' or hazard_level1 = $hazard)
order by decided_at, region_code, indicator
