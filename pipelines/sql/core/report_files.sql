-- One row is the reports of one file that came, and ceased to count, at the same moments: how many there are.
select source_id, source_file, received_at, gone_at, count(*) as reports
from core.report_versions
group by source_id, source_file, received_at, gone_at
