-- The reports of a file that came, and ceased to count, at the same moments; that it was taken out in between, nobody noted.
select source_id, source_file, received_at, gone_at, received_at as counts_from, gone_at as counts_to, count(*) as reports
from core.report_versions
group by all
