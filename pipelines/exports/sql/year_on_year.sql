-- One row is one headline indicator of the region or of a region directly below it: this year, last year, five-year mean.
select y.*
from marts.year_on_year as y
left join core.regions as r on r.region_code = y.region_code
where y.year = $year and y.period_kind = $period_kind and y.hazard_key = 'all'
    and (y.region_code = $region or r.parent_code = $region)
order by y.region_code, y.indicator
