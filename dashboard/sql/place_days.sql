-- How many records of a place each day has, the latest first, those without a day last, and how many are final or held out: counted
-- from the records, because the mart of record_days tells only of counties and above.
select
    l.occurred_at::date as date, count(*) as records, count(*) filter (l.stage = 'final') as final,
    count(*) filter (l.held_out) as held_out
from core.losses l
where l.year = $year and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
    and (l.occurred_at is null or l.occurred_at >= $first::timestamp and l.occurred_at < $last::timestamp + interval 1 day)
    and ($hazard = 'all' or l.hazard_level1 = $hazard)
group by date
order by date desc nulls last
