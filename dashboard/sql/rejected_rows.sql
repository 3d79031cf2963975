-- Rows that could not be placed at all.
from checks.rejected_rows
order by source_file, source_locator
limit $limit
