-- Best versions of unknown stage that stand before a final report with other figures, or came after one in an older content of a file.
select b.source_id, b.source_locator, b.event_id, split_part(b.record_code, '#', 1) as region_code, 'stage' as indicator,
    s.path || ' ' || b.source_locator as value, o.path || ' ' || f.source_locator as other, null as amount
from steps.record_versions as b
inner join steps.record_versions as f
    on f.event_id = b.event_id and f.record_code = b.record_code and f.stage_rank = 3 and f.figures_hash <> b.figures_hash
inner join staging.sources as s on s.source_id = b.source_id
inner join staging.sources as o on o.source_id = f.source_id
where b.is_active and b.version_rank = 1 and b.stage_rank = 0
    and (
        (f.is_active and f.version_rank > 1)
        or (o.status = 'superseded' and coalesce(f.as_of, f.reported_at) < coalesce(b.as_of, b.reported_at))
    )
-- One finding a record, and a final report that still counts is named first.
qualify row_number() over (
    partition by b.source_id, b.source_locator order by f.is_active desc, f.as_of desc nulls last, f.source_id, f.source_locator
) = 1
