-- One row is one year × basis of the year × region × scheme of house insurance: policies by policy year, claims by each year that is known.
-- Schemes are never added up, households least of all. Money in 万元, the average claim in 元; quotients exact to six places, truncated.
-- Notes: eligible_unknown and eligible_partial (no rate is computed), paid_households_partial (no average is computed).
with once as (
    select
        year, stage as year_basis, region_code, region_level, who as scheme, ledger, measure, once_key,
        case when once_key = '' then sum(value) else max(value) end as value,
        bool_or(is_approximate) as is_approximate
    from steps.ledger_shares
    where ledger in ('policies', 'claims')
    group by year, stage, region_code, region_level, who, ledger, measure, once_key
),
wide as (
    select
        year, year_basis, region_code, region_level, scheme,
        cast(sum(value) filter (where measure = 'eligible_households') as bigint) as eligible_households,
        cast(sum(value) filter (where measure = 'insured_households') as bigint) as insured_households,
        cast(sum(value) filter (where measure = 'insured_of_eligible') as bigint) as insured_of_eligible,
        cast(sum(value) filter (where measure = 'premium') as decimal(38,6)) as premium,
        cast(sum(value) filter (where measure = 'reported_households') as bigint) as claims_reported_households,
        cast(sum(value) filter (where measure = 'accepted_households') as bigint) as claims_accepted_households,
        cast(sum(value) filter (where measure = 'paid_households') as bigint) as claims_paid_households,
        cast(sum(value) filter (where measure = 'amount') as decimal(38,6)) as claims_paid,
        cast(sum(value) filter (where measure = 'amount_of_paid_households') as decimal(38,6)) as amount_of_paid_households,
        coalesce(bool_or(is_approximate), false) as is_approximate
    from once
    group by year, year_basis, region_code, region_level, scheme
),
-- A rate as reported is the region's own word; it is never added up or averaged.
reported as (
    select policy_year as year, current_code as region_code, scheme, max(participation_pct) as participation_pct
    from core.insurance_policies
    where not is_repeated and participation_pct is not null
    group by policy_year, current_code, scheme
    having min(participation_pct) = max(participation_pct)
)
select
    w.year,
    w.year_basis,
    w.region_code,
    w.region_level,
    w.scheme,
    w.eligible_households,
    w.insured_households,
    case when w.eligible_households > 0 and w.insured_households = w.insured_of_eligible then cast(
        cast(cast(w.insured_households as hugeint) * 100000000 // cast(w.eligible_households as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as participation_pct,
    cast(r.participation_pct as decimal(38,6)) as participation_pct_reported,
    w.premium,
    w.claims_reported_households,
    w.claims_accepted_households,
    w.claims_paid_households,
    w.claims_paid,
    case when w.claims_paid_households > 0 and w.claims_paid = w.amount_of_paid_households then cast(
        cast(cast(w.claims_paid * 1000000 as hugeint) * 10000 // cast(w.claims_paid_households as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as average_claim,
    w.is_approximate,
    concat_ws(
        ' ',
        case
            when w.insured_households is null then null
            when w.eligible_households is null then 'eligible_unknown'
            when w.insured_households is distinct from w.insured_of_eligible then 'eligible_partial'
        end,
        case when w.claims_paid is not null and w.claims_paid is distinct from w.amount_of_paid_households then 'paid_households_partial' end
    ) as note
from wide as w
left join reported as r
    on w.year_basis = 'policy_year' and r.year = w.year and r.region_code = w.region_code and r.scheme = w.scheme
order by w.year, w.year_basis, w.region_code, w.scheme
