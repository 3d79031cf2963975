-- Reports whose stage may not follow the one before: a second initial or final report, or anything after the final one.
-- The same report in a later export of the list (same stage, same figures) is no further report.
with staged as (
    select
        r.event_id, r.region_code, r.record_code, r.source_id, r.source_locator, r.stage, v.stage_rank, v.figures_hash,
        coalesce(r.reported_at, r.as_of) as told_at
    from core.report_versions as r
    inner join steps.record_versions as v on v.source_id = r.source_id and v.source_locator = r.source_locator
    where r.status = 'active' and v.stage_rank > 0 and coalesce(r.reported_at, r.as_of) is not null
),
ordered as (
    select
        *,
        lag(stage) over earlier as earlier_stage,
        lag(figures_hash) over earlier as earlier_hash
    from staged
    window earlier as (partition by event_id, record_code order by told_at, stage_rank, source_id, source_locator)
)
select source_id, source_locator, event_id, region_code, 'stage' as indicator, earlier_stage as value, stage as other,
    null as amount
from ordered
where (earlier_stage = 'final' or (earlier_stage in ('initial', 'update') and stage = 'initial'))
    and not (earlier_stage = stage and earlier_hash = figures_hash)
