-- One row is one received file and what became of its rows.
select
    source_id, path, sha256, reader, first_seen, rows_read, rows_accepted, rows_rejected, rows_skipped, known_as as corrects, status
from staging.sources
order by path, first_seen, source_id
