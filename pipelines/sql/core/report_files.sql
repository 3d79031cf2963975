-- One row is one stretch of time in which reports of one file counted (a file taken out and put back has several), of those that came, and
-- ceased to count for good, at the same moments: how many there are.
select r.source_id, r.source_file, r.received_at, r.gone_at, s.counts_from, s.counts_to, count(*) as reports
from core.report_versions as r
inner join steps.report_stretches as s on s.source_id = r.source_id and s.source_locator = r.source_locator
group by r.source_id, r.source_file, r.received_at, r.gone_at, s.counts_from, s.counts_to
