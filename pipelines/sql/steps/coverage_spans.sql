-- One row is one stretch of days without a gap in which a region (county and up) is covered for a hazard or for `all`.
with covered as (
    select p.region_code, c.hazard_key, c.period_start, c.period_end
    from core.coverage as c
    inner join steps.region_paths as p on p.ancestor_code = c.current_code
    inner join steps.region_tree as t on t.region_code = p.region_code
    where t.level in ('country', 'province', 'prefecture', 'county')
),
started as (
    select
        *,
        case when period_start <= 1 + max(period_end) over (
            partition by region_code, hazard_key order by period_start, period_end rows between unbounded preceding and 1 preceding
        ) then 0 else 1 end as is_start
    from covered
),
numbered as (
    select
        *,
        sum(is_start) over (
            partition by region_code, hazard_key order by period_start, period_end rows between unbounded preceding and current row
        ) as span
    from started
)
select region_code, hazard_key, min(period_start) as period_start, max(period_end) as period_end
from numbered
group by region_code, hazard_key, span
order by region_code, hazard_key, period_start
