-- The years and periods that have statistics for a region.
select year, period_kind, max(through_date) as through_date, bool_or(value is not null) as has_figures
from marts.year_on_year
where region_code = $region and hazard_key = 'all'
group by all
order by year desc
