-- One row is one figure with its value in the last filing that holds it: of a record (no year; `event_records` is 1), or of a year ×
-- region × hazard (no event).
with records as (
    select distinct v.filing_id, f.chain_number, v.event_id, coalesce(c.current_code, v.region_code) as region_code, v.indicator, v.value
    from staging.filed_versions as v
    inner join core.filings as f on f.filing_id = v.filing_id
    left join steps.region_codes as c on c.region_code = v.region_code
),
cells as (
    select filing_id, chain_number, event_id, region_code, indicator, try_cast(value as decimal(38,6)) as value
    from records
    where indicator <> ''
    union
    select filing_id, chain_number, event_id, region_code, 'event_records', 1
    from records
)
select
    event_id,
    cast(null as integer) as year,
    region_code,
    cast(null as varchar) as hazard_key,
    indicator,
    arg_max(value, (chain_number, value)) as filed_value,
    arg_max(filing_id, (chain_number, value)) as filing_id
from cells
group by event_id, region_code, indicator
union all
select null, year, region_code, hazard_key, indicator, value, filing_id
from core.filed_figures
where is_last
