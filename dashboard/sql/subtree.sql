-- A region and everything below it.
select region_code from core.region_paths where ancestor_code = $region
