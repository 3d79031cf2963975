-- The disasters that add up to a figure: what each came to in the region, the largest first; with the sum and number of all of them.
-- `$is_whole`: the period is all that the year has, disasters without a date included.
with added as (
    select l.event_id, l.hazard_key, l.occurred_on, l.has_own_record, cast({indicator} as decimal(38,6)) as value
    from core.region_losses l
    where l.region_code = $region and l.year = $year
        and ($is_whole or l.occurred_on between $first and $last)
        and ($hazard = 'all' or l.hazard_level1 = $hazard)
),
listed as (
    select *, sum(value) over () as total, count(*) over () as disasters
    from added
    where value is not null and value <> 0
    order by value desc, occurred_on, event_id
    limit $limit
)
select l.*, e.event_name
from listed l
left join core.events e using (event_id)
order by l.value desc, l.occurred_on, l.event_id
