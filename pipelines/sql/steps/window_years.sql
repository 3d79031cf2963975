-- One row is one part of the year in one year, with its dates; the latest year ends where the data do.
select
    w.window_key,
    cast(y.year as integer) as year,
    w.start_md,
    w.end_md,
    cast(y.year || '-' || w.start_md as date) as window_start,
    coalesce(try_cast(y.year || '-' || w.end_md as date), make_date(cast(y.year as integer), 2, 28)) as window_end,
    y.year = c.latest_year as is_latest,
    c.data_through
from steps.period_windows as w
cross join (select unnest(range(first_year - 5, last_year + 1)) as year from steps.data_cutoff) as y
cross join steps.data_cutoff as c
order by w.window_key, y.year
