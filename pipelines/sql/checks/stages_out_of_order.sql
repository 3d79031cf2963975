-- Reports whose stage may not follow the one before: a second initial or final report, or anything after the final one.
-- The same report in a later export of the list (same stage, same figures) is no further report.
with ordered as (
    select
        *,
        lag(stage) over earlier as earlier_stage,
        lag(figures_hash) over earlier as earlier_hash
    from steps.told_versions
    where stage_rank > 0
    window earlier as (
        partition by event_id, record_code
        order by coalesce(reported_at, as_of), stage_rank, source_id, source_locator
    )
)
-- What no longer counts cannot be corrected any more.
select source_id, source_locator, event_id, region_code, 'stage' as indicator, earlier_stage as value, stage as other,
    null as amount
from ordered
where status = 'active'
    and (earlier_stage = 'final' or (earlier_stage in ('initial', 'update') and stage = 'initial'))
    and not (earlier_stage = stage and earlier_hash = figures_hash)
