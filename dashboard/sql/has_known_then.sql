-- Whether anybody knows since when the figures of a region were known: the sample has no receipts.
select count(*) > 0 as is_known from marts.annual_known where region_code = $region and known_from is not null
