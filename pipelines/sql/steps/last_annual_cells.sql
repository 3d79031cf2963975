-- One row is one figure of a year × region (county and up) × hazard (all, level 1) that the last moment may have moved: as it stands now
-- and as it stood before. What the disasters of that moment add is taken away again: exact, as sums are linear.
with scopes as (
    select *, unnest(['all', hazard_level1]) as hazard_key from steps.last_addends
),
moved as (
    select
        year, region_code, hazard_key,
        sum(sign * (records > 0)::integer) as events, sum(sign * records) as event_records, sum(sign) as parts
        , sum(sign * {summed}) as {summed}
        , sum(sign * ({summed} is not null)::integer) as n_{summed}
    from scopes
    group by all
),
parts as (
    select year, region_code, hazard_level1, 1 as parts
        , {summed}
    from core.region_losses
    union all
    select year, region_code, hazard_level1, 1
        , {summed}
    from steps.adjusted_addends
),
held as (
    select m.year, m.region_code, m.hazard_key, sum(l.parts) as parts
        , count(l.{summed}) as n_{summed}
    from moved as m
    inner join parts as l on l.year = m.year and l.region_code = m.region_code
    where m.hazard_key in ('all', l.hazard_level1)
    group by all
)
select
    m.year, m.region_code, m.hazard_key,
    unnest([
        struct_pack(
            indicator := 'events', value := cast(a.events as decimal(38,6)),
            prior_value := cast(case when coalesce(h.parts, 0) > m.parts then coalesce(a.events, 0) - m.events end as decimal(38,6)))
        , struct_pack(
            indicator := 'event_records', value := cast(a.event_records as decimal(38,6)),
            prior_value := cast(
                case when coalesce(h.parts, 0) > m.parts then coalesce(a.event_records, 0) - m.event_records end as decimal(38,6)))
        , struct_pack(indicator := '{summed}', value := cast(a.{summed} as decimal(38,6)), prior_value := cast(case when coalesce(h.n_{summed}, 0) > m.n_{summed} then coalesce(a.{summed}, 0) - coalesce(m.{summed}, 0) end as decimal(38,6)))
    ]) as cell
from moved as m
left join held as h on h.year = m.year and h.region_code = m.region_code and h.hazard_key = m.hazard_key
left join marts.annual_losses as a on a.year = m.year and a.region_code = m.region_code and a.hazard_key = m.hazard_key
