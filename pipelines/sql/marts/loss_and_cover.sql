-- One row is one year × region (county and up): loss, relief paid to households and claims paid side by side; money in 万元.
-- `claims_to_housing_loss_pct` is 赔款与住房及家财损失之比, never an insurer's loss ratio, and only where claims are known by the year of the loss:
-- exact to six places, truncated, never clipped. Winter-spring money is not in `relief_to_households`.
-- Notes: claims_by_payment_year, claims_by_policy_year, some_claims_without_loss_year, no_claims, no_housing_loss, zero_housing_loss,
-- no_relief, year_open.
with losses as (
    select
        year, region_code,
        max(value) filter (where indicator = 'direct_economic_loss') as direct_economic_loss,
        max(value) filter (where indicator = 'loss_housing_household') as loss_housing_household,
        max(basis) filter (where indicator = 'direct_economic_loss') as loss_basis,
        bool_or(is_approximate) as is_approximate
    from steps.annual_best
    where indicator in ('direct_economic_loss', 'loss_housing_household')
    group by year, region_code
),
relief as (
    select year, region_code, amount, is_approximate from marts.relief_totals where stage = 'paid'
),
-- Money may be added over schemes; the claims of a region and year stand on the first basis that is known.
claims as (
    select
        s.year, s.region_code, s.stage as year_basis,
        cast(sum(s.value) filter (where s.measure = 'amount') as decimal(38,6)) as claims_paid,
        coalesce(bool_or(s.is_approximate), false) as is_approximate
    from steps.ledger_shares as s
    where s.ledger = 'claims' and s.measure = 'amount'
    group by s.year, s.region_code, s.stage
    qualify row_number() over (
        partition by s.year, s.region_code
        order by case s.stage when 'loss_year' then 1 when 'payment_year' then 2 else 3 end
    ) = 1
),
undated as (
    select distinct year, region_code
    from steps.ledger_shares
    where ledger = 'claims' and measure = 'amount_without_loss_year' and value <> 0
),
places as (
    select year, region_code from losses
    union
    select year, region_code from relief
    union
    select year, region_code from claims
),
told as (
    select
        p.year, p.region_code, t.level as region_level, l.direct_economic_loss, l.loss_housing_household, l.loss_basis,
        r.amount as relief_to_households, c.claims_paid, c.year_basis as claims_year_basis, u.year is not null as is_partly_undated,
        p.year = d.latest_year and strftime(d.data_through, '%m-%d') < '12-31' as is_open,
        coalesce(l.is_approximate, false) or coalesce(r.is_approximate, false) or coalesce(c.is_approximate, false) as is_approximate
    from places as p
    inner join steps.region_tree as t on t.region_code = p.region_code and t.level in ('country', 'province', 'prefecture', 'county')
    left join steps.data_cutoff as d on true
    left join losses as l on l.year = p.year and l.region_code = p.region_code
    left join relief as r on r.year = p.year and r.region_code = p.region_code
    left join claims as c on c.year = p.year and c.region_code = p.region_code
    left join undated as u on u.year = p.year and u.region_code = p.region_code
)
select
    cast(year as integer) as year,
    region_code,
    region_level,
    cast(direct_economic_loss as decimal(38,6)) as direct_economic_loss,
    cast(loss_housing_household as decimal(38,6)) as loss_housing_household,
    relief_to_households,
    claims_paid,
    case when claims_year_basis = 'loss_year' and loss_housing_household > 0 then cast(
        cast(
            cast(claims_paid * 1000000 as hugeint) * 100000000 // cast(loss_housing_household * 1000000 as hugeint) as decimal(30,0)
        ) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as claims_to_housing_loss_pct,
    concat_ws(
        ' ',
        case claims_year_basis when 'payment_year' then 'claims_by_payment_year' when 'policy_year' then 'claims_by_policy_year' end,
        case when claims_year_basis = 'loss_year' and is_partly_undated then 'some_claims_without_loss_year' end,
        case when claims_paid is null then 'no_claims' end,
        case when loss_housing_household is null then 'no_housing_loss' when loss_housing_household = 0 then 'zero_housing_loss' end,
        case when relief_to_households is null then 'no_relief' end,
        case when is_open then 'year_open' end
    ) as note,
    claims_year_basis,
    loss_basis,
    is_approximate
from told
order by year, region_code
