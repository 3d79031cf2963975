-- The first and the last day on which what was known changed; no row value without receipts (the sample).
select min(received_at)::date as first_day, max(greatest(received_at, coalesce(gone_at, received_at)))::date as last_day
from core.report_files
