-- One row is one month × region (county and up) × hazard (all, or one that is covered by itself) of which days are covered: how many of the
-- days there are, and whether that is the whole month, or all of it that the data reach. A month without a row is not covered.
with months as (
    select
        y.year, m.month, make_date(y.year, m.month, 1) as first_day, last_day(make_date(y.year, m.month, 1)) as last_day, c.data_through
    from (
        -- From the first covered day on, also before anything was lost.
        select unnest(range(least(c.first_year, s.first_year), c.last_year + 1)) as year
        from steps.data_cutoff as c
        cross join (select year(min(period_start)) as first_year from steps.coverage_spans) as s
    ) as y
    cross join (select unnest(range(1, 13)) as month) as m
    cross join steps.data_cutoff as c
    where make_date(y.year, m.month, 1) <= c.data_through
),
covered as (
    select
        s.region_code, s.hazard_key, m.year, m.month, m.last_day, m.data_through,
        sum(date_diff('day', greatest(s.period_start, m.first_day), least(s.period_end, m.last_day)) + 1) as covered_days,
        m.first_day
    from steps.coverage_spans as s
    inner join months as m on s.period_start <= m.last_day and s.period_end >= m.first_day
    group by s.region_code, s.hazard_key, m.year, m.month, m.first_day, m.last_day, m.data_through
)
select
    region_code,
    hazard_key,
    cast(year as integer) as year,
    cast(month as integer) as month,
    cast(covered_days as integer) as covered_days,
    cast(date_diff('day', first_day, last_day) + 1 as integer) as days,
    covered_days >= date_diff('day', first_day, least(last_day, data_through)) + 1 as is_covered
from covered
order by region_code, hazard_key, year, month
