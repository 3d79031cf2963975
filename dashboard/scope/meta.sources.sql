-- Files that give rows to the region; how many rows a file has is told where all of them are the region's: where one was not used, nobody
-- knows whose it is.
select s.* replace (
    case when o.is_own and s.rows_rejected = 0 then s.rows_read end as rows_read,
    case when o.is_own and s.rows_rejected = 0 then s.rows_accepted end as rows_accepted,
    case when o.is_own and s.rows_rejected = 0 then s.rows_rejected end as rows_rejected,
    case when o.is_own and s.rows_rejected = 0 then s.rows_skipped end as rows_skipped
)
from whole.meta.sources as s
inner join scope.sources as o using (source_id)
