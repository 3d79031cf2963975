-- One row is one item of relief goods received, passed down, issued or in stock, as a ledger of an active source writes it.
-- `supply_year` is the year of the date, else the year as written, else the one in which the season ends.
-- Of goods in stock only the last count of a year is a figure of that year: `is_latest`.
with told as (
    select
        l.* exclude (source_id, source_locator) replace (coalesce(l.purpose, 'unstated') as purpose),
        l.source_id,
        l.source_locator,
        c.current_code,
        cast(coalesce(year(l.dated_on), l.year, cast(right(l.season, 4) as integer)) as integer) as supply_year
    from staging.ledger_relief_supplies as l
    inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
    inner join steps.region_codes as c on c.region_code = l.region_code
)
select
    *,
    stage <> 'in_stock' or dated_on is not distinct from max(dated_on) over (
        partition by current_code, stage, item, coalesce(unit, ''), supply_year
    ) as is_latest
from told
order by source_id, source_locator
