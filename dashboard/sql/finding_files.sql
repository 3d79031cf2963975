-- Files with findings that nobody explained, those with the gravest first.
select source_file,
    count(*) filter (where severity = 'reject') as reject,
    count(*) filter (where severity = 'error') as error,
    count(*) filter (where severity = 'warning') as warning
from checks.findings
where status = 'open' and source_file is not null
group by source_file
order by reject desc, error desc, warning desc, source_file
limit $limit
