-- Rows of the ledger behind a year's figures, each with its file and place.
select l.*, s.path as source_file
from core.relief_funds l
left join meta.sources s using (source_id)
where not l.is_repeated and l.current_code in (select region_code from core.region_paths where ancestor_code = $region) and (l.fund_year = $year or l.season in (select unnest($seasons::varchar[])))
order by s.path, l.source_locator
limit $limit
