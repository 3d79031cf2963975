-- One row is one region code that a ledger of an active source names. `is_reference`: only reference tables name it, so that a table of
-- the whole country's population adds no region to those reported on.
with named as (
    select source_id, region_code, region_name, false as is_reference from staging.ledger_relief_funds
    union all
    select source_id, region_code, region_name, false from staging.ledger_relief_supplies
    union all
    select source_id, region_code, region_name, false from staging.ledger_winter_spring
    union all
    select source_id, region_code, region_name, false from staging.ledger_insurance_policies
    union all
    select source_id, region_code, region_name, false from staging.ledger_insurance_claims
    union all
    select source_id, region_code, region_name, false from staging.ledger_rebuilding
    union all
    select source_id, region_code, region_name, false from staging.ledger_reporting_units
    union all
    select source_id, region_code, region_name, true from staging.ledger_population
    union all
    select source_id, region_code, region_name, true from staging.ledger_gdp
    union all
    select source_id, region_code, region_name, true from staging.ledger_cpi
)
select n.region_code, min(n.region_name) as region_name, bool_and(n.is_reference) as is_reference
from named as n
inner join staging.sources as s on s.source_id = n.source_id and s.status = 'active'
-- A region of another country (US-CA-06073) is in no tree of ours: without a code here its rows stay out of core.
where n.region_code not like '%-%'
group by n.region_code
order by n.region_code
