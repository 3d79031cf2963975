-- The records as they were known at the end of a day: of each record the best report received by then. One page, between `$since` and
-- `$until`; those without a day come last. Held out where the report that it may repeat had come by then.
with shown as (
    select k.*
    from core.version_spans k
    where k.year = $year and k.occurred_at >= $since::timestamp and k.occurred_at < $until::timestamp + interval 1 day
        and k.known_from::date <= $day and (k.known_to is null or k.known_to::date > $day)
        and k.current_code in (select region_code from core.region_paths where ancestor_code = $region)
        and ($hazard = 'all' or k.hazard_level1 = $hazard)
    union all
    select k.*
    from core.version_spans k
    where $has_undated and k.year = $year and k.occurred_at is null
        and k.known_from::date <= $day and (k.known_to is null or k.known_to::date > $day)
        and k.current_code in (select region_code from core.region_paths where ancestor_code = $region)
        and ($hazard = 'all' or k.hazard_level1 = $hazard)
),
listed as (
    select source_id, source_locator, held_out
    from shown
    order by occurred_at desc nulls last, event_id, current_code, source_id, source_locator
    limit $limit offset $offset
)
select
    {derived}
    l.* exclude (held_out), k.held_out
from core.report_versions l
join listed k using (source_id, source_locator)
where l.year = $year and (l.occurred_at is null or l.occurred_at >= $since::timestamp)
    and (l.occurred_at is null or l.occurred_at < $until::timestamp + interval 1 day)
order by l.occurred_at desc nulls last, l.event_id, l.current_code, l.source_id, l.source_locator
