-- The files that the region's own reports came in, with the number of these alone.
select source_id, source_file, received_at, gone_at, count(*) as reports
from core.report_versions
group by source_id, source_file, received_at, gone_at
