-- One row is one development zone whose place is settled: by a person's decision, else by the dated table of zones, else as the county
-- that filed it counts it.
-- Only a county-level code can be a zone, and only a region that lies in no other host itself can be its host.
with settled as (
    select zone_code, nullif(host_code, '') as host_code, 'decision' as how, 2 as priority, coalesce(decided_at, '') as since
    from staging.decisions_zone_hosts
    union all
    select zone_code, nullif(host_code, ''), 'table', 1, coalesce(valid_from, '')
    from staging.codebook_zones
    union all
    select zone_code, host_code, 'filing', 0, coalesce(filed_at, '')
    from staging.received_zones
),
latest as (
    select zone_code, host_code, how
    from settled
    where length(zone_code) = 6 and zone_code not like '%00'
    qualify row_number() over (partition by zone_code order by priority desc, since desc, host_code) = 1
)
select z.zone_code, z.host_code, z.how
from latest as z
left join latest as h on h.zone_code = z.host_code and h.host_code is not null
where z.host_code is null or (z.host_code <> z.zone_code and h.zone_code is null)
order by z.zone_code
