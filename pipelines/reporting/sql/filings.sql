-- One row is one annual figure of the region that this bureau has filed, in its last filing.
select indicator, value, filing_id
from core.filed_figures
where region_code = $region and year = $year and hazard_key = 'all' and is_last
order by indicator, filing_id
