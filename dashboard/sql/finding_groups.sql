-- Findings by rule and file, the heaviest first, with the affected amount.
select rule_id, severity, status, source_file, count(*) as findings, sum(amount) as amount,
    any_value(message_zh) as message_zh, any_value(message_en) as message_en
from checks.findings
where ($severity = 'any' or severity = $severity) and ($status = 'any' or status = $status)
group by rule_id, severity, status, source_file
order by case severity when 'reject' then 1 when 'error' then 2 else 3 end, findings desc, rule_id, source_file
