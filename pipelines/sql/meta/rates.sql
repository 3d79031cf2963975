-- One row is one rate: which figure is divided by which denominator, and multiplied by what.
select * from staging.codebook_rates
