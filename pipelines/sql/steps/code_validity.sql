-- One row is one region code that began or ended in a year that is known: by the table of regions or by a change of codes.
with known as (
    select region_code, nullif(valid_from, '') as valid_from, nullif(valid_to, '') as valid_to from staging.codebook_regions
    union all
    select old_code, null, effective_date
    from staging.codebook_region_changes
    where kind in ('recode', 'merge', 'abolish') and new_code <> old_code
    union all
    select new_code, effective_date, null
    from staging.codebook_region_changes
    where kind = 'recode' and new_code not in ('', old_code)
)
select
    region_code,
    min(cast(left(valid_from, 4) as integer)) as first_year,
    max(cast(left(valid_to, 4) as integer)) as last_year
from known
where coalesce(valid_from, valid_to) is not null
group by region_code
order by region_code
