-- Files with reports that counted at the end of a day, and how many files have brought or taken away reports since.
select
    list(distinct source_file order by source_file) filter (
        where received_at::date <= $day and (gone_at is null or gone_at::date > $day)
    ) as counted,
    count(distinct source_id) filter (where received_at::date > $day or gone_at::date > $day) as later
from core.report_files
