-- One row is one year or winter-spring season × region × stage × item × unit as written: quantity, and value in 万元.
select
    period_kind,
    cast(year as integer) as year,
    nullif(season, '') as season,
    region_code,
    region_level,
    stage,
    what as item,
    nullif(detail, '') as unit,
    cast(sum(value) filter (where measure = 'quantity') as decimal(38,6)) as quantity,
    cast(sum(value) filter (where measure = 'value') as decimal(38,6)) as value,
    bool_or(is_approximate) as is_approximate
from steps.ledger_shares
where ledger = 'relief_supplies'
group by period_kind, year, season, region_code, region_level, stage, what, detail
order by period_kind, year, region_code, stage, item, unit, season
