-- One row is one report as one source gave it: every version ever received, with its disaster and whether it counts.
select
    v.event_id,
    r.region_code,
    r.region_name,
    r.region_level,
    r.hazard_key,
    v.hazard_level1,
    r.occurred_at,
    r.ended_at,
    r.as_of,
    r.stage,
    r.reported_at,
    r.regime,
    r.typhoon_no,
    r.magnitude,
    r.event_name,
    r.affected_township_names,
    v.year,
    v.current_code,
    v.record_code,
    r.source_id,
    r.source_locator,
    s.path as source_file,
    s.status,
    v.is_active and v.version_rank = 1 as is_best,
    v.is_active and v.version_rank = 1 and c.source_id is not null as held_out,
    coalesce(t.received_at, try_cast(s.first_seen as timestamp)) as received_at,
    -- When it ceased to count: its source did, or a full export without it came.
    case when not v.is_active then least(t.gone_at, o.left_out_at) end as gone_at,
    o.left_out_by
    , r.{losses}
from staging.reports as r
inner join steps.record_versions as v on v.source_id = r.source_id and v.source_locator = r.source_locator
inner join staging.sources as s on s.source_id = r.source_id
left join (
    select distinct source_id, source_locator from core.candidates
) as c on c.source_id = r.source_id and c.source_locator = r.source_locator
left join (
    select
        source_id,
        min(counts_from) as received_at,
        case when count(*) = count(counts_to) then max(counts_to) end as gone_at
    from staging.source_spans
    group by source_id
) as t on t.source_id = r.source_id
left join (
    select l.source_id, l.source_locator, min(f.path) as left_out_by, min(p.counts_from) as left_out_at
    from steps.left_out_versions as l
    inner join staging.sources as f on f.source_id = l.full_source_id and f.status = 'active'
    left join staging.source_spans as p on p.source_id = l.full_source_id and p.counts_to is null
    group by l.source_id, l.source_locator
) as o on o.source_id = r.source_id and o.source_locator = r.source_locator
