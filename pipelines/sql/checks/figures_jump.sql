-- Figures more than five times those of the version before, and at least 100 more.
with compared as (
    select source_id, source_locator, event_id, region_code, '' as indicator, 0.0::decimal(38,6) as value, 0.0::decimal(38,6) as earlier
    from steps.told_versions where false
    union all select source_id, source_locator, event_id, region_code, '{summed}', {summed}, lag({summed}) over (partition by event_id, record_code order by run) from steps.told_versions
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from compared as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where s.value > s.earlier * 5 and s.value - s.earlier >= 100
