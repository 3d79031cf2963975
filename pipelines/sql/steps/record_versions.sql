-- One row is one staged report in its place among the versions of its record (event × region); rank 1 is the best.
-- Latest as_of, then stage, then reported_at. Receipt never decides: what is left is settled by what the rows hold.
select
    k.source_id,
    k.source_locator,
    k.is_active and o.source_id is null as is_active,
    e.event_id as event_id,
    k.current_code,
    k.record_code || e.repeat_mark as record_code,
    k.hazard_key,
    k.hazard_level1,
    k.occurred_at,
    k.year,
    k.as_of,
    k.stage_rank,
    k.reported_at,
    k.figures,
    k.figures_hash,
    row_number() over (
        partition by e.event_id, k.record_code, e.repeat_mark, k.is_active and o.source_id is null
        order by
            k.as_of desc nulls last, k.stage_rank desc, k.reported_at desc nulls last,
            k.figures desc, k.source_id, k.row_number, k.source_locator
    ) as version_rank
from steps.report_keys as k
inner join steps.report_events as e on e.source_id = k.source_id and e.source_locator = k.source_locator
-- A full export of the same list that lacks the record takes it out.
left join (
    select distinct l.source_id, l.source_locator
    from steps.left_out_versions as l
    inner join staging.sources as f on f.source_id = l.full_source_id and f.status = 'active'
) as o on o.source_id = k.source_id and o.source_locator = k.source_locator
