-- The findings of one rule in one file, in the order of its rows, as many as a person can look at.
from checks.findings
where rule_id = $rule and source_file is not distinct from $file and status = $status and severity = $severity
order by
    regexp_extract(source_locator, '^(.*)!', 1), try_cast(regexp_extract(source_locator, '([0-9]+)$', 1) as integer),
    source_locator, indicator, message_zh
limit $limit
