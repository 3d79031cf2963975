-- One row is one filing of this bureau that the upper level returned, by its notice in raw/received/; open until the region's year (or
-- disaster) is filed again. A notice about a filing that is not this bureau's has no year and is not open.
with newer as (
    select f.filing_id, arg_min(n.filing_id, cast(n.chain_number as integer)) as newer_filing_id
    from staging.filings as f
    inner join staging.filings as n
        on n.region_code = f.region_code and n.year = f.year and coalesce(n.event_id, '') = coalesce(f.event_id, '')
        and cast(n.chain_number as integer) > cast(f.chain_number as integer)
        -- A ledger holds no versions of records and answers no return of losses.
        and (n.profile = f.profile or try_cast(n.versions as bigint) > 0)
    group by f.filing_id
)
select
    r.filing_id,
    coalesce(f.region_code, r.region_code) as region_code,
    try_cast(f.year as integer) as year,
    r.kind,
    r.reason,
    r.bureau,
    r.returned_by,
    try_cast(r.returned_at as timestamp) as returned_at,
    f.filing_id is not null and n.filing_id is null as is_open,
    n.newer_filing_id,
    r.chain_hash
from staging.received_returns as r
left join staging.filings as f on f.filing_id = r.filing_id and f.chain_hash = r.chain_hash
left join newer as n on n.filing_id = f.filing_id
order by r.filing_id, r.returned_at, r.kind
