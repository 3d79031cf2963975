-- One row is one indicator: names, unit, and how it adds up over regions and events.
select * from staging.codebook_indicators
