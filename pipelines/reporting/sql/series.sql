-- One row is one year of loss or affected people in the same part of the year, the last ten years.
select *
from marts.year_on_year
where period_kind = $kind and year between $year - 9 and $year and region_code = $region and hazard_key = 'all'
    and indicator in ('direct_economic_loss', 'affected_population')
order by year, indicator
