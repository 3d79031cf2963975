-- One row is one region that is expected to report, and from when to when.
select l.* exclude (source_id, source_locator), l.source_id, l.source_locator, c.current_code
from staging.ledger_reporting_units as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
