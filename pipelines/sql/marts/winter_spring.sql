-- One row is one winter-spring season × region: need, aid and money; money in 万元, means in 元, exact to six places, truncated.
-- The money is what was paid to households, else what was received (`fund_stage`), in the ledger of funds, else in that of the season.
-- Person-times are those of the ledger that tells of more: the money's own may leave regions out, and then there is no mean.
-- Notes: no_need, no_fund, no_person_times, person_times_partial.
with needs as (
    select
        season, year, region_code, region_level,
        cast(sum(value) filter (where measure = 'need_households') as bigint) as need_households,
        cast(sum(value) filter (where measure = 'need_people') as bigint) as need_people,
        cast(sum(value) filter (where measure = 'aided_households') as bigint) as aided_households,
        cast(sum(value) filter (where measure = 'aided_people') as bigint) as aided_people,
        cast(sum(value) filter (where measure = 'aided_person_times') as bigint) as aided_person_times,
        bool_or(is_approximate) as is_approximate
    from steps.ledger_shares
    where ledger = 'winter_spring'
    group by season, year, region_code, region_level
),
stages as (
    select
        season, year, region_code, region_level, stage,
        cast(sum(value) filter (where measure = 'amount') as decimal(38,6)) as fund,
        cast(sum(value) filter (where measure = 'person_times') as bigint) as person_times,
        cast(sum(value) filter (where measure = 'amount_of_person_times') as decimal(38,6)) as fund_of_person_times,
        bool_or(is_approximate) as is_approximate
    from steps.ledger_shares
    where ledger = 'relief_funds' and what = 'winter_spring' and season <> '' and stage in ('paid', 'received')
    group by season, year, region_code, region_level, stage
),
funds as (
    select *
    from stages
    qualify row_number() over (partition by season, region_code order by stage) = 1
),
told as (
    select
        coalesce(n.season, f.season) as season,
        coalesce(n.year, f.year) as year,
        coalesce(n.region_code, f.region_code) as region_code,
        coalesce(n.region_level, f.region_level) as region_level,
        n.need_households,
        n.need_people,
        n.aided_households,
        n.aided_people,
        greatest(f.person_times, n.aided_person_times) as aided_person_times,
        f.fund,
        case
            when f.person_times is null then f.fund
            when coalesce(n.aided_person_times, 0) <= f.person_times then f.fund_of_person_times
        end as fund_of_person_times,
        f.stage as fund_stage,
        coalesce(n.is_approximate, false) or coalesce(f.is_approximate, false) as is_approximate
    from needs as n
    full join funds as f on f.season = n.season and f.region_code = n.region_code
)
select
    season,
    cast(year as integer) as year,
    region_code,
    region_level,
    need_households,
    need_people,
    aided_households,
    aided_people,
    aided_person_times,
    fund,
    case when aided_person_times > 0 and fund = fund_of_person_times then cast(
        cast(cast(fund * 1000000 as hugeint) * 10000 // cast(aided_person_times as hugeint) as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as mean_per_person_time,
    fund_stage,
    is_approximate,
    concat_ws(
        ' ',
        case when need_households is null and need_people is null then 'no_need' end,
        case when fund is null then 'no_fund' end,
        case when aided_person_times is null then 'no_person_times' when fund is distinct from fund_of_person_times then 'person_times_partial' end
    ) as note
from told
order by year, season, region_code
