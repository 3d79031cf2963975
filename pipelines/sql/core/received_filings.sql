-- One row is one filing of a lower level that lies in raw/received/: sound, tampered or incomplete. Only sound ones count; the latest of a
-- region, year and disaster replaces those before. A returned one still counts: what was received is never blocked.
with returned as (
    select filing_id, chain_hash, kind, reason, decided_by, decided_at
    from staging.decisions_returns
    qualify row_number() over (partition by filing_id, chain_hash order by decided_at desc, kind, reason) = 1
),
filings as (
    select
        f.* replace (
            try_cast(f.year as integer) as year,
            try_cast(f.period_start as date) as period_start,
            try_cast(f.period_end as date) as period_end,
            try_cast(f.filed_at as timestamp) as filed_at,
            coalesce(f.is_zero = 'true', false) as is_zero,
            try_cast(f.explained as bigint) as explained,
            try_cast(f.received_at as timestamp) as received_at
        ),
        coalesce(c.current_code, f.region_code) as current_code
    from staging.received_filings as f
    left join steps.region_codes as c on c.region_code = f.region_code
)
select
    f.filing_id,
    f.region_code,
    f.region_name,
    f.profile,
    f.year,
    f.event_id,
    f.filed_at,
    f.prepared_by,
    f.reviewed_by,
    f.is_zero,
    f.reason,
    f.replaces,
    f.chain_hash,
    f.state,
    f.detail,
    f.state = 'sound' and row_number() over (
        partition by f.family, f.region_code, f.year, f.event_id, f.state = 'sound' order by f.filed_at desc, f.filing_id desc
    ) = 1 as is_latest,
    f.folder,
    f.explained,
    r.filing_id is not null as is_returned,
    r.kind as return_kind,
    r.reason as return_reason,
    r.decided_by as returned_by,
    try_cast(r.decided_at as timestamp) as returned_at,
    f.family,
    f.region_level,
    f.current_code,
    f.period_start,
    f.period_end,
    f.received_at,
    f.source_id
from filings as f
left join returned as r on r.filing_id = f.filing_id and r.chain_hash = f.chain_hash
order by f.year, f.region_code, f.filed_at, f.filing_id, f.folder
