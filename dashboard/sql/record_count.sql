-- How many records stand behind a figure, how many are settled, how many are held out of totals.
select count(*) as records, count(*) filter (where l.stage = 'final') as final, count(*) filter (where l.held_out) as held_out
from core.losses l
where l.year = $year and l.current_code in (select unnest($codes))
    and (l.occurred_at is null or l.occurred_at::date between $first and $last)
    and ($hazard = 'all' or l.hazard_level1 = $hazard)
