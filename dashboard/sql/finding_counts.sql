-- Findings by severity and status.
select severity, status, count(*) as findings
from checks.findings
group by all
