-- Whether all days between two dates are covered for a region (or one above it), and for each place directly below it by itself.
with recursive above as (
    select region_code, parent_code from core.regions where region_code = $region
    union
    select r.region_code, r.parent_code from core.regions r join above a on r.region_code = a.parent_code
),
places as (
    select $region as region_code, region_code as ancestor_code from above
    union
    select region_code, region_code from core.regions where parent_code = $region
),
spans as (
    select
        p.region_code,
        greatest(c.period_start, $first) as first_day,
        least(c.period_end, $last) as last_day
    from places p
    join core.coverage c on c.current_code = p.ancestor_code
    where c.hazard_key in ('all', $hazard) and c.period_start <= $last and c.period_end >= $first
),
gaps as (
    select
        *,
        first_day > 1 + coalesce(
            max(last_day) over (
                partition by region_code order by first_day, last_day rows between unbounded preceding and 1 preceding
            ),
            $first - 1
        ) as is_after_gap
    from spans
)
select region_code, not bool_or(is_after_gap) and max(last_day) >= $last as is_covered
from gaps
group by region_code
order by region_code
