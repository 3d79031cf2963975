-- Reports whose stage may not follow the one before: a second initial or final report, or anything after the final one.
with ordered as (
    select
        event_id, region_code, source_id, source_locator, stage,
        lag(stage) over (
            partition by event_id, record_code order by coalesce(reported_at, as_of), as_of, source_id, source_locator
        ) as earlier_stage
    from core.report_versions
    where status = 'active' and stage in ('initial', 'update', 'final') and coalesce(reported_at, as_of) is not null
)
select source_id, source_locator, event_id, region_code, 'stage' as indicator, earlier_stage as value, stage as other,
    null as amount
from ordered
where earlier_stage = 'final' or (earlier_stage = 'update' and stage = 'initial')
    or (earlier_stage = 'initial' and stage = 'initial')
