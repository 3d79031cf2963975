-- The reports of a file that came, and ceased to count, at the same moments.
select source_id, source_file, received_at, gone_at, count(*) as reports from core.report_versions group by all
