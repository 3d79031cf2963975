-- One row is the best version of one record (disaster × region), as filed; a held-out row counts in no sum.
select
    event_id,
    region_code,
    region_name,
    region_level,
    hazard_key,
    occurred_at,
    as_of,
    stage,
    reported_at,
    regime,
    typhoon_no,
    magnitude,
    source_id,
    source_locator,
    held_out
    , {losses}
    , hazard_level1
    , year
    , current_code
    , affected_township_names
from core.report_versions
where is_best
