-- The years of which losses of a region are known: compared, added up, or stated by a source.
select year from marts.year_on_year where region_code = $region and hazard_key = 'all' and value is not null
union
select year from marts.annual_losses where region_code = $region and hazard_key = 'all'
union
select year(period_end) as year
from core.period_figures
where current_code = $region and value is not null and state not in ('masked', 'implied') and period_kind <> 'plan'
order by year desc
