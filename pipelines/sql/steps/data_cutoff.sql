-- One row: the latest year of the reports and the day up to which they speak; read from the data, never from the clock.
-- Ledgers, and period figures, which may be anybody's, move the cut-off only where there are no reports; `last_year` is the last
-- that period figures name.
with reported as (
    select year, cast(occurred_at as date) as day from core.losses
    union all
    select null, cast(as_of as date) from core.losses
    union all
    select year(period_end), period_end from core.coverage
),
published as (
    -- A plan and a figure of the year before that follows from a percentage say nothing about how far the data reach; a winter
    -- and spring that ends in the next year does so only where nothing else is reported.
    select year(period_end) as year, period_end as day
    from core.period_figures
    where state <> 'implied' and period_kind <> 'plan'
    qualify period_kind <> 'winter_spring' or bool_and(period_kind = 'winter_spring') over ()
),
said as (
    select year, day from reported
    union all
    select year, day from published where not exists (select 1 from reported where year is not null)
    union all
    select year, day from steps.ledger_days where not exists (select 1 from reported where year is not null)
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
