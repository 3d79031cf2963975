-- The same as place_days, as it was known at the end of a day.
select
    l.occurred_at::date as date, count(*) as records, count(*) filter (l.stage = 'final') as final,
    count(*) filter (l.held_out) as held_out
from core.version_spans l
where l.year = $year and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
    and (l.occurred_at is null or l.occurred_at >= $first::timestamp and l.occurred_at < $last::timestamp + interval 1 day)
    and ($hazard = 'all' or l.hazard_level1 = $hazard)
    and l.known_from::date <= $day and (l.known_to is null or l.known_to::date > $day)
group by date
order by date desc nulls last
