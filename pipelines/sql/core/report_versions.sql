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
    v.is_active and v.version_rank = 1 and c.source_id is not null as held_out
    , r.{losses}
from staging.reports as r
inner join steps.record_versions as v on v.source_id = r.source_id and v.source_locator = r.source_locator
inner join staging.sources as s on s.source_id = r.source_id
left join (
    select distinct source_id, source_locator from core.candidates
) as c on c.source_id = r.source_id and c.source_locator = r.source_locator
