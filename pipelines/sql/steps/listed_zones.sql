-- One row is one development zone whose place is settled: by a person's decision, else by the dated table of zones.
with settled as (
    select zone_code, nullif(host_code, '') as host_code, 'decision' as how, 2 as priority, coalesce(decided_at, '') as since
    from staging.decisions_zone_hosts
    union all
    select zone_code, nullif(host_code, ''), 'table', 1, coalesce(valid_from, '')
    from staging.codebook_zones
)
select zone_code, host_code, how
from settled
qualify row_number() over (partition by zone_code order by priority desc, since desc, host_code) = 1
order by zone_code
