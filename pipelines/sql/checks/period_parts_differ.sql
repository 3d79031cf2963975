-- Totals among period figures that cannot be the sum of their parts as these are written: where all parts are given, or the given ones exceed it.
select source_id, source_locator, null as event_id, region_code, indicator, value, parts_value as other,
    case when indicator = 'direct_economic_loss' then abs(value - parts_value) end as amount
from steps.period_checks
where relation = 'equals' and known_parts > 0 and (parts_least > most or (missing_parts = 0 and parts_most < least))
