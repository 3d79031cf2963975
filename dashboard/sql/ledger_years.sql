-- Region × year that a ledger tells something of; a season stands in both years that it spans.
select region_code, year from marts.relief_funds where period_kind = 'year'
union select region_code, unnest([year - 1, year]) from marts.relief_funds where period_kind = 'winter_spring'
union select region_code, year from marts.relief_batches
union select region_code, year from marts.relief_supplies
union select region_code, unnest([year - 1, year]) from marts.winter_spring
union select region_code, year from marts.house_insurance
union select region_code, year from marts.rebuilding
