-- One row is one region that is expected to report, in one year in which any listed region of its level reported.
-- reports counts what came from the region or from below it, every version; 0 where nothing came. Without a list there is no row.
select year, region_code, unit_name, reports, last_as_of, last_reported_at, sources
from steps.expected_reports
order by year, region_code
