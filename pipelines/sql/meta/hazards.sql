-- One row is one hazard of the reporting table, in two levels.
select * from staging.codebook_hazards
