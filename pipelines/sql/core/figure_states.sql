-- One row is one figure that was not written as a plain number in the unit of its column. `half_width` is half of its last written digit
-- in the column's own unit (14.5万户: 500).
select
    f.source_id,
    f.source_locator,
    v.event_id,
    v.region_code,
    f.indicator,
    f.state,
    f.as_written,
    f.unit_written,
    f.half_width
from staging.figure_states as f
inner join staging.sources as s on s.source_id = f.source_id and s.status = 'active'
left join core.report_versions as v on v.source_id = f.source_id and v.source_locator = f.source_locator
order by all
