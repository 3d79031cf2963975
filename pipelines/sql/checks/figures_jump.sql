-- Figures more than five times those of the version before, and at least 100 more.
with compared as (
    select source_id, source_locator, event_id, region_code
        , {summed}
        , lag({summed}) over told as earlier_{summed}
    from steps.told_versions
    window told as (partition by event_id, record_code order by run)
),
cells as (
    select source_id, source_locator, event_id, region_code, unnest([
        {'indicator': '', 'value': 0.0::decimal(38,6), 'earlier': 0.0::decimal(38,6)}
        , {'indicator': '{summed}', 'value': cast({summed} as decimal(38,6)), 'earlier': cast(earlier_{summed} as decimal(38,6))}
    ], recursive := true)
    from compared
    where false
        or {summed} - earlier_{summed} >= 100
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from cells as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where s.value > s.earlier * 5 and s.value - s.earlier >= 100
