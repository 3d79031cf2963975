-- One row is one filing (报送存档) of this bureau that is as it was made, in the order of the chain, and what replaced it.
select
    f.filing_id,
    f.profile,
    cast(f.year as integer) as year,
    try_cast(f.period_start as date) as period_start,
    try_cast(f.period_end as date) as period_end,
    f.region_code,
    f.region_name,
    f.region_level,
    nullif(f.event_id, '') as event_id,
    f.release,
    try_cast(f.data_through as date) as data_through,
    try_cast(f.filed_at as timestamp) as filed_at,
    f.prepared_by,
    f.reviewed_by,
    nullif(f.same_person_reason, '') as same_person_reason,
    nullif(f.reason, '') as reason,
    f.is_zero = 'True' as is_zero,
    try_cast(f.records as bigint) as records,
    try_cast(f.versions as bigint) as versions,
    try_cast(f.findings_explained as bigint) as findings_explained,
    nullif(f.replaces, '') as replaces,
    r.replaced_by,
    f.chain_hash,
    cast(f.chain_number as integer) as chain_number
from staging.filings as f
left join (
    select replaces, max_by(filing_id, cast(chain_number as integer)) as replaced_by from staging.filings group by replaces
) as r on r.replaces = f.filing_id
order by chain_number
