-- One row is one comparison as another view shows it than marts.year_on_year: money in comparable prices (price), a stated basis
-- (wanted_basis), or both. Where a view has no row, it is the same as on the basis `best`, or nothing is known on the stated basis, or no
-- consumer price index of the region. Further notes: no_price_index (the year or the one before has no factor: its figure is NULL),
-- mean_without_index (years without a factor are not in the mean), basis_missing (known on another basis only).
select *
from steps.year_on_year_views
where price <> 'nominal' or wanted_basis <> 'best'
order by region_code, hazard_key, period_kind, year, indicator, price, wanted_basis
