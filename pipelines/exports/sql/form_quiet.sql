-- One row is a region of which everything was received for the year and nothing had happened: its zeros are known.
select y.region_code
from marts.year_on_year as y
left join core.regions as r on r.region_code = y.region_code
where y.year = $year and y.period_kind = $period_kind and y.hazard_key = 'all' and y.indicator = 'events'
    and y.basis = 'event_sum' and y.value = 0 and (y.region_code = $region or r.parent_code = $region)
    and not exists (
        select 1 from core.region_losses as l where l.year = y.year and l.region_code = y.region_code
    )
order by y.region_code
