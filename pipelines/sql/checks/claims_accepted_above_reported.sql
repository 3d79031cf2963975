-- Claims of which more households were accepted than reported a loss.
select source_id, source_locator, null as event_id, region_code, 'accepted_households' as indicator, accepted_households as value,
    reported_households as other, null as amount
from core.insurance_claims
where accepted_households > reported_households
