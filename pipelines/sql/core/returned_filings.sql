-- One row is one filing of this bureau that the upper level returned, by its notice in raw/received/; open until a newer filing exists.
select
    n.filing_id,
    n.region_code,
    cast(null as integer) as year,
    n.kind,
    n.reason,
    n.bureau,
    n.returned_by,
    try_cast(n.returned_at as timestamp) as returned_at,
    true as is_open,
    cast(null as varchar) as newer_filing_id,
    n.chain_hash
from staging.received_returns as n
order by n.filing_id, n.returned_at, n.kind
