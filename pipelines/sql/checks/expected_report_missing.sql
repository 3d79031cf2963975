-- One row per region of the list of reporting units and year in which others of its level reported and nothing came from it.
select u.source_id, u.source_locator, null as event_id, s.region_code, null as indicator, s.year as value, s.unit_name as other,
    null as amount
from steps.expected_reports as s
inner join (
    select current_code, min(source_id) as source_id, arg_min(source_locator, source_id || source_locator) as source_locator
    from core.reporting_units
    group by current_code
) as u on u.current_code = s.region_code
where s.reports = 0
