-- One row is one year × region × stage of relief money over payers and purposes, without winter-spring money and without purposes that
-- ledger_choices.csv keeps out of totals (a house fire is no natural disaster); money in 万元, means in 元.
-- Stages are never added. `paid_pct` is what was paid to households of what was received, exact to six places, truncated.
-- Notes: no_person_times, person_times_partial, nothing_received.
with once as (
    select
        year, region_code, region_level, stage, measure, once_key,
        case when once_key = '' then sum(value) else max(value) end as value,
        bool_or(is_approximate) as is_approximate
    from steps.ledger_shares
    where ledger = 'relief_funds' and period_kind = 'year'
        and what not in (select value from staging.codebook_ledger_choices where list = 'fund_purpose' and in_total = 'no')
    group by year, region_code, region_level, stage, measure, once_key
),
wide as (
    select
        year, region_code, region_level, stage,
        cast(sum(value) filter (where measure = 'amount') as decimal(38,6)) as amount,
        cast(sum(value) filter (where measure = 'households') as bigint) as households,
        cast(sum(value) filter (where measure = 'person_times') as bigint) as person_times,
        cast(sum(value) filter (where measure = 'amount_of_person_times') as decimal(38,6)) as amount_of_person_times,
        cast(sum(value) filter (where measure = 'batches') as bigint) as batches,
        coalesce(bool_or(is_approximate), false) as is_approximate
    from once
    group by year, region_code, region_level, stage
),
shared as (
    select w.*, r.amount as received
    from wide as w
    left join wide as r on r.year = w.year and r.region_code = w.region_code and r.stage = 'received' and w.stage = 'paid'
)
select
    year,
    region_code,
    region_level,
    stage,
    amount,
    households,
    person_times,
    case when person_times > 0 and amount = amount_of_person_times then cast(
        cast(cast(amount * 1000000 as hugeint) * 10000 // cast(person_times as hugeint) as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as mean_per_person_time,
    batches,
    case when received > 0 then cast(
        cast(cast(amount * 1000000 as hugeint) * 100000000 // cast(received * 1000000 as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as paid_pct,
    is_approximate,
    concat_ws(
        ' ',
        case when person_times is null then 'no_person_times' when amount <> amount_of_person_times then 'person_times_partial' end,
        case when stage = 'paid' and received is null then 'nothing_received' end
    ) as note
from shared
order by year, region_code, stage
