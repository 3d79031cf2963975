-- One row is one annual figure of one filing of this bureau; `is_last` where no later filing holds the same cell.
select
    g.filing_id,
    f.profile,
    f.filed_at,
    try_cast(g.year as integer) as year,
    g.region_code,
    g.region_level,
    g.hazard_key,
    g.indicator,
    g.unit,
    try_cast(g.value as decimal(38,6)) as value,
    row_number() over (
        partition by g.year, g.region_code, g.hazard_key, g.indicator order by f.chain_number desc
    ) = 1 as is_last
from staging.filed_figures as g
inner join core.filings as f on f.filing_id = g.filing_id
order by f.chain_number, g.year, g.region_code, g.hazard_key, g.indicator
