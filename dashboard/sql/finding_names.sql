-- The rules and files that findings are about.
select distinct rule_id, source_file
from checks.findings
order by all
limit 20000
