-- Cumulative figures that are less than in the version before. Fewer missing where the deaths are known, too, is a rule of its own.
with compared as (
    select source_id, source_locator, event_id, region_code
        , {summed}
        , lag({summed}) over told as earlier_{summed}
    from steps.told_versions
    window told as (partition by event_id, record_code order by run)
),
cells as (
    select source_id, source_locator, event_id, region_code, (deaths + earlier_deaths) is not null as is_known, unnest([
        {'indicator': '', 'value': 0.0::decimal(38,6), 'earlier': 0.0::decimal(38,6)}
        , {'indicator': '{summed}', 'value': cast({summed} as decimal(38,6)), 'earlier': cast(earlier_{summed} as decimal(38,6))}
    ], recursive := true)
    from compared
    where false
        or {summed} < earlier_{summed}
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from cells as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where s.value < s.earlier and not (s.indicator = 'missing' and s.is_known)
