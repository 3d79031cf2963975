-- One row is one region that has rows of year-on-year statistics: whether any figure of it is known, and whether somebody reported whole periods.
select
    region_code,
    count(value) > 0 as has_figures,
    coalesce(bool_or(basis in ('settled_annual', 'reported_annual')) filter (value is not null), false) as is_reported
from marts.year_on_year
group by region_code
