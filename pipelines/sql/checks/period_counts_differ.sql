-- Numbers of the same thing in one region and period that differ, whatever the written precision.
select source_id, source_locator, null as event_id, region_code, indicator, value, parts_value as other, null as amount
from steps.period_checks
where relation = 'same' and missing_parts = 0 and (parts_least > most or parts_most < least)
