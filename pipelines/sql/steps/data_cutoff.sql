-- One row: the latest year of the reports and the day up to which they speak; read from the data, never from the clock.
-- Period figures, which may be anybody's, move the cut-off only where there are no reports; `last_year` is the last they name.
with reported as (
    select year, cast(occurred_at as date) as day from core.losses
    union all
    select null, cast(as_of as date) from core.losses
    union all
    select year(period_end), period_end from core.coverage
),
published as (
    select year(period_end) as year, period_end as day from core.period_figures
),
said as (
    select year, day from reported
    union all
    select year, day from published where not exists (select 1 from reported where year is not null)
),
years as (
    select
        least(min(s.year), (select min(year) from published)) as first_year,
        max(s.year) as latest_year,
        greatest(max(s.year), (select max(year) from published)) as last_year
    from said as s
)
select
    cast(y.first_year as integer) as first_year,
    cast(y.latest_year as integer) as latest_year,
    cast(y.last_year as integer) as last_year,
    coalesce(
        least(max(s.day) filter (s.day >= make_date(y.latest_year, 1, 1)), make_date(y.latest_year, 12, 31)),
        make_date(y.latest_year, 12, 31)
    ) as data_through
from years as y
cross join said as s
where y.latest_year is not null
group by y.first_year, y.latest_year, y.last_year
