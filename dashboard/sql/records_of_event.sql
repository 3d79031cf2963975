-- The records of one disaster in a region and below it, as filed.
select
    {derived}
    l.*, s.path as source_file
from core.losses l
left join meta.sources s using (source_id)
where l.event_id = $event and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
order by l.region_code
limit $limit
