-- One row is one year and region whose claims paid exceed the housing and household loss as reported (both 万元), and where the claims are told:
-- regions that state claims themselves, and every county. `pct` is the one to the other, to one decimal.
select
    c.year, c.region_code, c.claims_year_basis, c.claims_paid, c.loss_housing_household,
    cast((
        (cast(c.claims_paid * 1000000 as hugeint) * 2000 // cast(c.loss_housing_household * 1000000 as hugeint) + 1) // 2
    ) * cast(0.1 as decimal(2,1)) as decimal(38,1)) as pct,
    min(s.source_id) as source_id, min(s.source_locator) as source_locator
from marts.loss_and_cover as c
inner join steps.ledger_shares as s
    on s.ledger = 'claims' and s.measure = 'amount' and s.year = c.year and s.stage = c.claims_year_basis and s.region_code = c.region_code
where c.loss_housing_household > 0 and c.claims_paid > c.loss_housing_household
group by c.year, c.region_code, c.region_level, c.claims_year_basis, c.claims_paid, c.loss_housing_household
having c.region_level = 'county' or min(s.distance) = 0
