-- One row is one period of the year that the region is compared in: how far it reaches, whether it is open, whether anything is known.
select
    period_kind, through_date,
    bool_or(note like '%year_open%') as is_open,
    count(value) > 0 as is_known
from marts.year_on_year
where region_code = $region and year = $year and hazard_key = 'all'
group by period_kind, through_date
order by period_kind
