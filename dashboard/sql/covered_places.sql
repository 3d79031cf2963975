-- Whether all days between two dates are covered for some places, by themselves and by the regions above them together.
with recursive above as (
    select unnest($codes) as region_code, unnest($codes) as ancestor_code
    union
    select a.region_code, r.parent_code
    from above a
    join core.regions r on r.region_code = a.ancestor_code
    where r.parent_code is not null
),
spans as (
    select
        a.region_code,
        greatest(c.period_start, $first) as first_day,
        least(c.period_end, $last) as last_day
    from above a
    join core.coverage c on c.current_code = a.ancestor_code
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
