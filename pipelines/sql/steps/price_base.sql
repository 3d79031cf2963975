-- One row: the year in whose prices money is compared: as the bureau sets it, else the latest year with an index of the own region or one
-- above it, else of any region. No row where nobody gave an index.
with recursive above as (
    select region_code from steps.own_region where region_code is not null
    union
    select coalesce(t.parent_code, r.parent_code, '000000')
    from above as a
    left join steps.region_tree as t on t.region_code = a.region_code
    left join staging.codebook_regions as r on r.region_code = a.region_code and r.parent_code <> ''
    where a.region_code <> '000000'
),
known as (
    select
        max(i.year) filter (i.region_code in (select region_code from above)) as year_of_own,
        max(i.year) as year_of_any
    from steps.price_indices as i
)
select cast(coalesce(try_cast(s.price_base_year as integer), k.year_of_own, k.year_of_any) as integer) as base_year
from known as k
cross join staging.settings as s
where k.year_of_any is not null
