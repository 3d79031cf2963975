-- Best versions beside which another report says other figures with the same cut-off, stage and time of report.
select b.source_id, b.source_locator, b.event_id, split_part(b.record_code, '#', 1) as region_code, null as indicator,
    s.path || ' ' || b.source_locator as value, o.path || ' ' || t.source_locator as other, null as amount
from steps.record_versions as b
inner join steps.record_versions as t
    on t.event_id = b.event_id and t.record_code = b.record_code and t.is_active and t.version_rank > 1
    and t.as_of is not distinct from b.as_of and t.stage_rank = b.stage_rank
    and t.reported_at is not distinct from b.reported_at and t.figures_hash <> b.figures_hash
inner join staging.sources as s on s.source_id = b.source_id
inner join staging.sources as o on o.source_id = t.source_id
where b.is_active and b.version_rank = 1
