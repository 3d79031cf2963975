-- The regions of the statistics.
select region_code, count(value) > 0 as has_figures,
    coalesce(bool_or(basis in ('settled_annual', 'reported_annual')) filter (where value is not null), false) as is_reported
from marts.year_on_year
group by region_code
