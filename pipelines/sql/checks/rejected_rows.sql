-- One row is one row of a file that could be placed nowhere, with the reason; personal columns are blank.
select s.path as source_file, r.source_locator, r.reason, r.cells, r.source_id
from staging.rejected_rows as r
inner join staging.sources as s on s.source_id = r.source_id and s.status = 'active'
order by all
