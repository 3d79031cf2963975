-- The findings of one rule in one file, as many as a person can look at.
from checks.findings
where rule_id = $rule and source_file is not distinct from $file
order by source_locator, indicator
limit $limit
