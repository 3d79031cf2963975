-- Rows of the ledger whose policy, loss or payment falls into a year, each with its file and place.
select l.*, s.path as source_file
from core.insurance_claims l
left join meta.sources s using (source_id)
where l.current_code in (select region_code from core.region_paths where ancestor_code = $region) and $year in (l.policy_year, l.loss_year, l.payment_year)
order by s.path, l.source_locator
limit $limit
