-- One row is one year or winter-spring season × region × payer × purpose × stage of relief money; money in 万元, means in 元.
-- Notes: season_unknown, no_person_times, person_times_partial (some of the money has no person-times, so that there is no mean).
-- Means are exact to six places, truncated.
with once as (
    select
        period_kind, year, season, region_code, region_level, who as payer_level, what as purpose, stage, measure, once_key,
        case when once_key = '' then sum(value) else max(value) end as value,
        bool_or(is_approximate) as is_approximate
    from steps.ledger_shares
    where ledger = 'relief_funds'
    group by period_kind, year, season, region_code, region_level, who, what, stage, measure, once_key
),
wide as (
    select
        period_kind, year, season, region_code, region_level, payer_level, purpose, stage,
        cast(sum(value) filter (where measure = 'amount') as decimal(38,6)) as amount,
        cast(sum(value) filter (where measure = 'households') as bigint) as households,
        cast(sum(value) filter (where measure = 'person_times') as bigint) as person_times,
        cast(sum(value) filter (where measure = 'amount_of_person_times') as decimal(38,6)) as amount_of_person_times,
        cast(sum(value) filter (where measure = 'batches') as bigint) as batches,
        coalesce(bool_or(is_approximate), false) as is_approximate
    from once
    group by period_kind, year, season, region_code, region_level, payer_level, purpose, stage
)
select
    period_kind,
    year,
    nullif(season, '') as season,
    region_code,
    region_level,
    payer_level,
    purpose,
    stage,
    amount,
    households,
    person_times,
    case when person_times > 0 and amount = amount_of_person_times then cast(
        cast(cast(amount * 1000000 as hugeint) * 10000 // cast(person_times as hugeint) as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as mean_per_person_time,
    batches,
    is_approximate,
    concat_ws(
        ' ',
        case when period_kind = 'winter_spring' and season = '' then 'season_unknown' end,
        case when person_times is null then 'no_person_times' when amount <> amount_of_person_times then 'person_times_partial' end
    ) as note
from wide
order by period_kind, year, region_code, payer_level, purpose, stage, season
