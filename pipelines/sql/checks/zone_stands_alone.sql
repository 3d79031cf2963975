-- One row per source that reports on a county-level code which neither a table nor the evidence of the figures places.
select l.source_id, min(l.source_locator) as source_locator, null as event_id, z.zone_code as region_code,
    'region_code' as indicator, z.zone_code as value, null as other, sum(l.direct_economic_loss) as amount
from core.zone_hosts as z
inner join steps.region_paths as p on p.ancestor_code = z.zone_code
inner join core.losses as l on l.current_code = p.region_code
where z.how = 'alone'
group by l.source_id, z.zone_code
