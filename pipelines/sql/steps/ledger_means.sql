-- One row is one row of a ledger with money (元) and a count of those it was for.
select 'relief_funds' as ledger, stage as kind, 'amount' as amount_column, 'person_times' as per, amount, person_times as units, region_code,
    source_id, source_locator
from core.relief_funds
union all
select 'relief_funds', stage, 'amount', 'households', amount, households, region_code, source_id, source_locator from core.relief_funds
union all
select 'winter_spring', '', 'fund', 'aided_person_times', fund, aided_person_times, region_code, source_id, source_locator from core.winter_spring
union all
select 'winter_spring', '', 'fund', 'aided_people', fund, aided_people, region_code, source_id, source_locator from core.winter_spring
union all
select 'insurance_policies', scheme, 'total_premium', 'insured_households', total_premium, insured_households, region_code, source_id, source_locator
from core.insurance_policies
union all
select 'insurance_claims', '', 'amount', 'paid_households', amount, paid_households, region_code, source_id, source_locator from core.insurance_claims
union all
select 'rebuilding', '', 'fund_paid', 'rebuild_need_households', fund_paid, rebuild_need_households, region_code, source_id, source_locator
from core.rebuilding
