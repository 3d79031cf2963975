-- The first and the last day on which what was known changed; no row value without receipts (the sample).
select min(counts_from)::date as first_day, max(greatest(counts_from, coalesce(counts_to, counts_from)))::date as last_day
from core.report_files
