-- Parts among period figures that exceed the total they are part of, whatever the written precision.
select source_id, source_locator, null as event_id, region_code, indicator, value, parts_value as other, null as amount
from steps.period_checks
where relation = 'within' and parts_least > most
