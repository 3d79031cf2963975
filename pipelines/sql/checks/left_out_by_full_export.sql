-- Best versions of records that a later full export of their list no longer holds.
select v.source_id, v.source_locator, v.event_id, v.region_code, null as indicator,
    v.left_out_by as value, null as other, v.direct_economic_loss as amount
from core.report_versions as v
where v.left_out_by is not null and v.status = 'active'
    -- What another report tells still counts: a later export or filing holds the record again.
    and not exists (
        select 1 from core.report_versions as n where n.is_best and n.event_id = v.event_id and n.record_code = v.record_code
    )
qualify row_number() over (
    partition by v.event_id, v.record_code order by v.as_of desc nulls last, v.source_id, v.source_locator
) = 1
