-- One row is one cell of house insurance as stated: region × year × basis of the year × scheme × measure, with its value; money in 万元.
-- Claims stand under each basis whose year is known. The same number of eligible households told by several insurers is one number.
with unsure as (
    select distinct
        source_id, source_locator,
        case when indicator like 'premium%' and indicator <> 'premium_per_household' then 'premium' else indicator end as measure
    from staging.figure_states
    where state not in ('exact', 'masked')
),
policies as (
    select
        p.policy_year as year, 'policy_year' as year_basis, p.scheme, p.current_code, m.measure,
        case when m.measure = 'eligible_households' then p.part_code || ' ' || cast(p.eligible_households as varchar) else '' end as once_key,
        case m.measure
            when 'eligible_households' then cast(p.eligible_households as decimal(38,6))
            when 'insured_households' then cast(p.insured_households as decimal(38,6))
            when 'insured_of_eligible' then case when p.eligible_households is not null then cast(p.insured_households as decimal(38,6)) end
            when 'premium' then cast(p.total_premium * cast(0.0001 as decimal(5,4)) as decimal(38,6))
        end as value,
        u.measure is not null as is_approximate,
        p.source_id, p.source_locator
    from core.insurance_policies as p
    cross join (select unnest(['eligible_households', 'insured_households', 'insured_of_eligible', 'premium']) as measure) as m
    left join unsure as u on u.source_id = p.source_id and u.source_locator = p.source_locator and u.measure = m.measure
    where not p.is_repeated
),
by_year as (
    select policy_year as year, 'policy_year' as year_basis, * from core.insurance_claims where policy_year is not null
    union all
    select loss_year, 'loss_year', * from core.insurance_claims where loss_year is not null
    union all
    select payment_year, 'payment_year', * from core.insurance_claims where payment_year is not null
),
-- A ledger may hold every single claim: they are added up before their measures are told apart.
claims as (
    select
        year, year_basis, scheme, current_code,
        sum(reported_households) as reported_households,
        sum(accepted_households) as accepted_households,
        sum(paid_households) as paid_households,
        sum(amount) as amount,
        sum(case when paid_households is not null then amount end) as amount_of_paid_households,
        sum(case when loss_year is null then amount end) as amount_without_loss_year,
        min(source_id) as source_id,
        min(source_locator) as source_locator
    from by_year
    group by year, year_basis, scheme, current_code
),
unsure_claims as (
    select distinct b.year, b.year_basis, b.scheme, b.current_code, u.measure
    from unsure as u
    inner join by_year as b on b.source_id = u.source_id and b.source_locator = u.source_locator
),
claim_measures as (
    select
        c.year, c.year_basis, c.scheme, c.current_code, m.measure,
        case m.measure
            when 'reported_households' then cast(c.reported_households as decimal(38,6))
            when 'accepted_households' then cast(c.accepted_households as decimal(38,6))
            when 'paid_households' then cast(c.paid_households as decimal(38,6))
            when 'amount' then cast(c.amount * cast(0.0001 as decimal(5,4)) as decimal(38,6))
            when 'amount_of_paid_households' then cast(c.amount_of_paid_households * cast(0.0001 as decimal(5,4)) as decimal(38,6))
            when 'amount_without_loss_year' then cast(c.amount_without_loss_year * cast(0.0001 as decimal(5,4)) as decimal(38,6))
        end as value,
        c.source_id, c.source_locator
    from claims as c
    cross join (
        select unnest([
            'reported_households', 'accepted_households', 'paid_households', 'amount', 'amount_of_paid_households', 'amount_without_loss_year'
        ]) as measure
    ) as m
)
select
    'policies' as ledger, 'year' as period_kind, year, '' as season, scheme as who, '' as what, year_basis as stage, '' as detail, '' as part,
    current_code as region_code, measure, once_key,
    case when measure = 'eligible_households' then max(value) else cast(sum(value) as decimal(38,6)) end as value,
    bool_or(is_approximate) as is_approximate, min(source_id) as source_id, min(source_locator) as source_locator
from policies
where value is not null
group by year, scheme, year_basis, current_code, measure, once_key
union all
select
    'claims', 'year', c.year, '', c.scheme, '', c.year_basis, '', '', c.current_code, c.measure, '', c.value, u.measure is not null,
    c.source_id, c.source_locator
from claim_measures as c
left join unsure_claims as u
    on u.year = c.year and u.year_basis = c.year_basis and u.scheme = c.scheme and u.current_code = c.current_code and u.measure = c.measure
where c.value is not null
