-- Every report ever received on one disaster: what it said, by source and region.
select
    l.{summed},
    source_id, current_code as region_code
from core.report_versions l
where event_id = $event
order by as_of nulls first
