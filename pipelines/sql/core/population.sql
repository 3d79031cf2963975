-- One row is the population of one region and year, by the kind of population counted, with where it was published.
select l.* exclude (source_id, source_locator), l.source_id, l.source_locator, c.current_code
from staging.ledger_population as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
