-- Cumulative figures that are less than in the version before. Fewer missing where the deaths are known, too, is a rule of its own.
with compared as (
    select source_id, source_locator, event_id, region_code
        , {summed}
        , lag({summed}) over versions as earlier_{summed}
    from steps.told_versions
    window versions as (partition by event_id, record_code order by run)
),
fallen as materialized (
    select *
    from compared
    where false
        or {summed} < earlier_{summed}
),
cells as (
    select source_id, source_locator, event_id, region_code, '' as indicator, 0.0::decimal(38,6) as value, 0.0::decimal(38,6) as earlier, false as is_known
    from fallen where false
    union all select source_id, source_locator, event_id, region_code, '{summed}', {summed}, earlier_{summed}, (deaths + earlier_deaths) is not null from fallen where {summed} < earlier_{summed}
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from cells as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where not (s.indicator = 'missing' and s.is_known)
