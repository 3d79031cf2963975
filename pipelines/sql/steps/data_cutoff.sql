-- One row: the latest year that the data speak of, and the day up to which they do; read from the data, never from the clock.
with said as (
    select year, cast(occurred_at as date) as day from core.losses
    union all
    select null, cast(as_of as date) from core.losses
    union all
    select year(period_end), period_end from core.coverage
    union all
    select year(period_end), period_end from core.period_figures
),
years as (
    select min(year) as first_year, max(year) as latest_year from said
)
select
    cast(y.first_year as integer) as first_year,
    cast(y.latest_year as integer) as latest_year,
    coalesce(
        least(max(s.day) filter (s.day >= make_date(y.latest_year, 1, 1)), make_date(y.latest_year, 12, 31)),
        make_date(y.latest_year, 12, 31)
    ) as data_through
from years as y
cross join said as s
where y.latest_year is not null
group by y.first_year, y.latest_year
