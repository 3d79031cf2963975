-- One row is the progress of rebuilding and repair in one region and year, or after one disaster, up to a day; money in 元.
-- `is_latest` marks the rows that count: those as of the latest day, and where the whole year is told, not its disasters as well.
with told as (
    select
        l.* exclude (source_id, source_locator),
        l.source_id,
        l.source_locator,
        c.current_code,
        row_number() over (
            partition by c.current_code, l.year, coalesce(l.disaster, '')
            order by l.as_of desc nulls last, s.path, l.source_id, l.source_locator
        ) = 1 as is_last_told
    from staging.ledger_rebuilding as l
    inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
    inner join steps.region_codes as c on c.region_code = l.region_code
)
select
    * exclude (is_last_told),
    is_last_told and (disaster is null or not bool_or(disaster is null) over (partition by current_code, year)) as is_latest
from told
order by source_id, source_locator
