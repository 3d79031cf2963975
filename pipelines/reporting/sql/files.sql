-- One row is one received file behind the figures of the region and year, by the ledger that it fills.
with below as (
    select region_code from core.region_paths where ancestor_code = $region
),
used as (
    select 'losses' as ledger, source_id from core.losses
    where year = $year and not held_out and current_code in (select region_code from below)
    union
    select 'relief_funds', source_id from core.relief_funds
    where fund_year = $year and current_code in (select region_code from below)
    union
    select 'winter_spring', source_id from core.winter_spring
    where season_year = $year and current_code in (select region_code from below)
    union
    select 'insurance_policies', source_id from core.insurance_policies
    where policy_year = $year and current_code in (select region_code from below)
    union
    select 'insurance_claims', source_id from core.insurance_claims
    where $year in (loss_year, payment_year) and current_code in (select region_code from below)
)
select u.ledger, string_agg(s.path, '；' order by s.path) as paths
from used as u
inner join meta.sources as s on s.source_id = u.source_id
group by u.ledger
order by u.ledger
