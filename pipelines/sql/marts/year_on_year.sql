-- One row is one period × region (county and up) × hazard × headline indicator: this year, the same part of last year, five-year mean, on
-- the best basis that both sides have, in prices of their years. Notes: not_covered, not_reported, prior_not_covered, no_prior, prior_zero,
-- basis_differs, year_open, undated_left_out, approximate, adjusted (the figure holds an adjustment of the year), prior_adjusted,
-- adjustment_left_out (a period by days holds none).
select * exclude (price, wanted_basis, price_base_year)
from steps.year_on_year_views
where price = 'nominal' and wanted_basis = 'best'
