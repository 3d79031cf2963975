-- Figures more than five times those of the version before, and at least 100 more.
with compared as (
    select source_id, source_locator, event_id, region_code
        , {summed}
        , lag({summed}) over versions as earlier_{summed}
    from steps.told_versions
    window versions as (partition by event_id, record_code order by run)
),
risen as materialized (
    select *
    from compared
    where false
        or {summed} - earlier_{summed} >= 100
),
cells as (
    select source_id, source_locator, event_id, region_code, '' as indicator, 0.0::decimal(38,6) as value, 0.0::decimal(38,6) as earlier
    from risen where false
    union all select source_id, source_locator, event_id, region_code, '{summed}', {summed}, earlier_{summed} from risen where {summed} - earlier_{summed} >= 100
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from cells as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where s.value > s.earlier * 5
