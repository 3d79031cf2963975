-- The files that the region's own reports came in and when these counted, with the number of these alone.
with own as (
    select source_id, received_at, gone_at, count(*) as reports
    from core.report_versions
    group by source_id, received_at, gone_at
)
select f.* replace (least(f.reports, o.reports) as reports)
from whole.core.report_files as f
inner join own as o
    on o.source_id = f.source_id and o.received_at is not distinct from f.received_at and o.gone_at is not distinct from f.gone_at
