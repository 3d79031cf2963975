-- Findings by rule and file, the heaviest first, with the affected amount; as many groups as a person can look at.
select rule_id, severity, status, source_file, count(*) as findings, sum(amount) as amount,
    any_value(message_zh) as message_zh, any_value(message_en) as message_en
from checks.findings
where ($severity = 'any' or severity = $severity) and ($status = 'any' or status = $status)
    and ($file = 'any' or source_file = $file) and ($rule = 'any' or rule_id = $rule)
group by rule_id, severity, status, source_file
order by case severity when 'reject' then 1 when 'error' then 2 else 3 end, status = 'explained', findings desc, rule_id, source_file
limit $limit
