-- One row is one year, and day where one is told, that the ledgers of relief, insurance and rebuilding speak of.
select distinct coalesce(year(dated_on), fund_year) as year, dated_on as day from core.relief_funds
union
select supply_year, dated_on from core.relief_supplies
union
select season_year, coalesce(as_of, make_date(season_year, 5, 31)) from core.winter_spring
union
select policy_year, null from core.insurance_policies
union
select loss_year, lost_on from core.insurance_claims
union
select payment_year, paid_on from core.insurance_claims
union
select year, as_of from core.rebuilding
