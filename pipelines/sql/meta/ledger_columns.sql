-- One row is one column of a ledger: its names, unit, kind of value and what it means.
select * from staging.codebook_ledger_columns
