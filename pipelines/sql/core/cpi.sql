-- One row is the consumer price index of one region and year, the year before being 100, with where it was published.
select l.* exclude (source_id, source_locator), l.source_id, l.source_locator, c.current_code
from staging.ledger_cpi as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
