-- One row is one period from 1 January on of which a source states figures of the region, the longest first.
select distinct period_end as through
from core.period_figures
where current_code = $region and year(period_end) = $year and period_start = make_date($year, 1, 1)
    and value is not null and state not in ('masked', 'implied') and period_kind <> 'plan'
order by through desc
