-- Figures more than five times those of the version before, and at least 100 more.
with versions as materialized (
    select *, coalesce(as_of, reported_at) as told_at,
        case stage when 'final' then 3 when 'update' then 2 when 'initial' then 1 else 0 end as stage_rank
    from core.report_versions
    where status = 'active'
    qualify count(*) over (partition by event_id, record_code) > 1
),
steps as (
    select source_id, source_locator, event_id, region_code, '' as indicator, 0.0::decimal(38,6) as value, 0.0::decimal(38,6) as earlier
    from versions where false
    union all select source_id, source_locator, event_id, region_code, '{summed}', {summed}, lag({summed}) over (partition by event_id, record_code order by told_at, stage_rank, reported_at, source_id, source_locator) from versions where told_at is not null
)
select s.source_id, s.source_locator, s.event_id, s.region_code, s.indicator, s.value, s.earlier as other,
    case when s.indicator = 'direct_economic_loss' then s.value - s.earlier end as amount
from steps as s
inner join staging.codebook_indicators as i on i.column_name = s.indicator and i.time_nature = 'cumulative'
where value > earlier * 5 and value - earlier >= 100
