-- The stretches of a period that a region and those above it cover together for a hazard; what lies between them is not covered.
with recursive above as (
    select region_code, parent_code from core.regions where region_code = $region
    union
    select r.region_code, r.parent_code from core.regions r join above a on r.region_code = a.parent_code
),
spans as (
    select greatest(period_start, $first) as first_day, least(period_end, $last) as last_day
    from core.coverage
    where current_code in (select region_code from above) and hazard_key in ('all', $hazard)
        and period_start <= $last and period_end >= $first
),
gaps as (
    select
        *,
        first_day > 1 + coalesce(
            max(last_day) over (order by first_day, last_day rows between unbounded preceding and 1 preceding),
            date '0001-01-01'
        ) as is_after_gap
    from spans
),
numbered as (
    select *, count(*) filter (is_after_gap) over (order by first_day, last_day rows unbounded preceding) as stretch
    from gaps
)
select min(first_day) as first_day, max(last_day) as last_day
from numbered
group by stretch
order by first_day
