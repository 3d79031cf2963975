-- Every value of every record of one disaster from the moment it was known, with the report that said so.
select
    r.region_code, g.name_zh as region_name, r.indicator, r.known_from, r.value, r.prior_value, r.change, r.cause, r.cause_kind,
    r.source_id, v.stage, v.source_locator
from marts.revisions r
left join core.regions g using (region_code)
left join (
    select source_id, event_id, current_code, max_by(stage, as_of) as stage,
        min(source_locator) as source_locator
    from core.report_versions
    where event_id = $event
    group by all
) v on v.source_id = r.source_id and v.event_id = r.event_id and v.current_code = r.region_code
where r.kind = 'record' and r.event_id = $event
order by r.region_code, r.known_from, r.indicator
