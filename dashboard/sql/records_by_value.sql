-- The records behind a figure, those that hold most of it first: one page.
select
    {derived}
    l.*, s.path as source_file
from core.losses l
left join meta.sources s using (source_id)
where l.year = $year and l.current_code in (select unnest($codes))
    and (l.occurred_at is null or l.occurred_at::date between $first and $last)
    and ($hazard = 'all' or l.hazard_level1 = $hazard)
order by {indicator} desc nulls last, l.event_id, l.region_code
limit $limit offset $offset
