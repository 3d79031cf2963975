-- One row is one year × region (county and up) from one moment on: the sums of all disasters as they were known from then.
-- Each disaster adds its resolved figures when it comes to stand so, and takes them away when it ceases to; exact, as sums are linear. An
-- adjustment adds from when it was decided, or from when the filing that holds it arrived.
with states as (
    select l.year, l.region_code, s.moment, s.until, l.records
        , l.{summed}
    from steps.past_region_losses as l
    inner join steps.past_states as s on s.state_id = l.event_id
    where l.region_level in ('country', 'province', 'prefecture', 'county')
    union all
    select l.year, l.region_code, m.moment, null, l.records
        , l.{summed}
    from core.region_losses as l
    inner join steps.event_moments as m on m.event_id = l.event_id and not m.is_moved
    where l.region_level in ('country', 'province', 'prefecture', 'county')
),
moves as (
    select year, region_code, moment, 1 as disasters, (records > 0)::integer as events
        , {summed}
        , ({summed} is not null)::integer as n_{summed}
    from states
    union all
    select year, region_code, until, -1, -(records > 0)::integer
        , -{summed}
        , -({summed} is not null)::integer
    from states
    where until is not null
    union all
    select year, region_code, moment, 1, 0
        , {summed}
        , ({summed} is not null)::integer
    from steps.adjusted_addends
    where moment is not null
),
sums as (
    select year, region_code, moment, sum(disasters) as disasters, sum(events) as events
        , sum({summed}) as {summed}
        , sum(n_{summed}) as n_{summed}
    from moves
    group by year, region_code, moment
),
running as (
    select
        year,
        region_code,
        moment,
        case when sum(disasters) over so_far > 0 then sum(events) over so_far end as events
        , cast(case when sum(n_{summed}) over so_far > 0 then sum({summed}) over so_far end as {summed.sum_type}) as {summed}
    from sums
    window so_far as (partition by year, region_code order by moment rows between unbounded preceding and current row)
)
select *
    , {derived.derived_from} as {derived}
from running
