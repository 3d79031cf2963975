-- The records behind a figure, newest first: one page. It lies between `$since` and `$until`, so that little is read; those without a
-- day come last.
with shown as (
    select l.*
    from core.losses l
    where l.year = $year and l.occurred_at >= $since::timestamp and l.occurred_at < $until::timestamp + interval 1 day
        and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
        and ($hazard = 'all' or l.hazard_level1 = $hazard)
    union all
    select l.*
    from core.losses l
    where $has_undated and l.year = $year and l.occurred_at is null
        and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
        and ($hazard = 'all' or l.hazard_level1 = $hazard)
)
select
    {derived}
    l.*, s.path as source_file
from shown l
left join meta.sources s using (source_id)
order by l.occurred_at desc nulls last, l.event_id, l.region_code, l.source_id, l.source_locator
limit $limit offset $offset
