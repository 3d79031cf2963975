-- One row is one unit as written and the unit it is stored in.
select * from staging.codebook_units
