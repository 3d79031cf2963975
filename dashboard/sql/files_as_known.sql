-- Files with reports that counted at the end of a day, and how many files have brought or taken away reports since.
select
    list(distinct source_file order by source_file) filter (
        where counts_from::date <= $day and (counts_to is null or counts_to::date > $day)
    ) as counted,
    count(distinct source_id) filter (where counts_from::date > $day or counts_to::date > $day) as later
from core.report_files
