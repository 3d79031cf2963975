-- One row per source that reports on a zone which the evidence of the figures placed.
select l.source_id, min(l.source_locator) as source_locator, null as event_id, z.zone_code as region_code,
    'region_code' as indicator, z.zone_code as value, h.name_zh || ' ' || z.host_code as other,
    sum(l.direct_economic_loss) as amount
from core.zone_hosts as z
inner join steps.region_paths as p on p.ancestor_code = z.zone_code
inner join core.losses as l on l.current_code = p.region_code
inner join steps.region_tree as h on h.region_code = z.host_code
where z.how = 'evidence'
group by l.source_id, z.zone_code, h.name_zh, z.host_code
