-- Every filing of lower levels that was received for a year, the latest first.
select *
from core.received_filings
where year = $year
order by received_at desc nulls last, filing_id
limit $limit
