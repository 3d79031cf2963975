-- One row is one county-level code in use that the official table does not know: a development zone, and its host county.
-- `how` says why: a decision, the table of zones, the evidence of the figures, or `alone` where nothing places it.
select
    z.zone_code,
    z.zone_name,
    coalesce(z.host_code, p.host_code) as host_code,
    coalesce(z.how, case when p.host_code is not null then 'evidence' else 'alone' end) as how,
    p.equal_cells,
    p.events
from steps.zones as z
left join steps.zone_evidence as p on p.zone_code = z.zone_code
order by z.zone_code
