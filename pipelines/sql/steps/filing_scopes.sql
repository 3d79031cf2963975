-- One row is one table of versions of a received filing, and what it is full for: a year of a region, or one disaster there. Tables that
-- several filings share count with the latest.
select
    source_id,
    family,
    region_code,
    try_cast(year as integer) as year,
    event_id,
    -- As text in its order; a time that cannot be read comes last.
    max(coalesce(strftime(try_cast(filed_at as timestamp), '%Y-%m-%d %H:%M:%S.%f'), '~') || ' ' || filing_id) as filed
from staging.filing_sources
where family = 'losses'
group by all
