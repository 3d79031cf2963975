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
order by all
