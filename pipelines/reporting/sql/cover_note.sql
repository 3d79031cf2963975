-- One row: how claims and losses of the year stand side by side.
select note, claims_year_basis, claims_paid from marts.loss_and_cover where region_code = $region and year = $year
