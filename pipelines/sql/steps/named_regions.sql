-- One row is one region code that figures are reported for. `is_reference`: only reference tables name it.
with named as (
    select region_code, false as is_reference from staging.reports
    union
    select region_code, false from staging.coverage
    union
    select region_code, false from steps.reported_figures
    union
    select region_code, is_reference from steps.ledger_regions
    union
    select region_code, false from staging.received_filings where state = 'sound'
    union
    select region_code, false from staging.decisions_adjustments
    union
    select a.region_code, false
    from staging.received_adjustments as a
    inner join staging.received_filings as f on f.folder = a.folder and f.state = 'sound'
)
select region_code, bool_and(is_reference) as is_reference
from named
group by region_code
order by region_code
