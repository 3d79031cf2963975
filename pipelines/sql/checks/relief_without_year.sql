-- Rows of relief money that tell no year: they are in no annual total.
select source_id, source_locator, null as event_id, region_code, 'dated_on' as indicator, cast(amount as varchar) as value, null as other,
    amount * cast(0.0001 as decimal(5,4)) as amount
from core.relief_funds
where fund_year is null and not is_repeated
