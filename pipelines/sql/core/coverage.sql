-- One row is one region, period and scope of hazards of which a source says that it is complete.
select
    c.region_code,
    c.period_start,
    c.period_end,
    c.hazard_key,
    c.how,
    c.source_id,
    r.current_code
from staging.coverage as c
inner join staging.sources as s on s.source_id = c.source_id and s.status = 'active'
inner join steps.region_codes as r on r.region_code = c.region_code
union all
-- A filing is the full list of its region and year up to the day it was made, also one that says that there was nothing.
select
    f.region_code,
    make_date(f.year, 1, 1),
    least(make_date(f.year, 12, 31), cast(f.filed_at as date)),
    'all',
    'filing',
    f.source_id,
    f.current_code
from core.received_filings as f
where f.is_latest and f.family = 'losses' and f.event_id is null and year(f.filed_at) >= f.year
order by all
