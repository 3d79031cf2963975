-- Rows of the ledger behind a year's figures, each with its file and place.
select l.*, s.path as source_file
from core.relief_supplies l
left join meta.sources s using (source_id)
where l.is_latest and l.current_code in (select region_code from core.region_paths where ancestor_code = $region) and l.supply_year = $year
order by s.path, l.source_locator
limit $limit
