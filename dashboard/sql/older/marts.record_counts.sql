-- The records of now by day.
select p.ancestor_code as region_code, l.year, l.occurred_at::date as date, l.hazard_level1 as hazard_key,
    null::timestamp as known_from, null::timestamp as known_to, true as is_current,
    count(*) as records, count(*) filter (where l.stage = 'final') as final, count(*) filter (where l.held_out) as held_out
from core.losses l
join core.region_paths p on p.region_code = l.current_code
group by all
