-- The records behind a figure, newest first: one page.
select l.*, s.path as source_file
from core.losses l
join core.events e using (event_id)
left join meta.sources s using (source_id)
where e.year = $year and l.region_code in (select unnest($codes))
    and (l.occurred_at is null or l.occurred_at::date between $first and $last)
    and ($hazard = 'all' or l.hazard_key = $hazard
        or l.hazard_key in (select hazard_key from meta.hazards where parent_key = $hazard))
order by l.occurred_at desc nulls last, l.event_id, l.region_code
limit $limit offset $offset
