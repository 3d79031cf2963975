-- Claims of which more households were paid than accepted.
select source_id, source_locator, null as event_id, region_code, 'paid_households' as indicator, paid_households as value,
    accepted_households as other, amount * cast(0.0001 as decimal(5,4)) as amount
from core.insurance_claims
where paid_households > accepted_households
