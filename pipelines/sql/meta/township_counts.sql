-- One row is one region of the tree of which the list of regions names townships below: how many of them, subdistricts included, stand today.
with recursive above as (
    select region_code as township_code, parent_code as region_code
    from staging.codebook_regions
    where level = 'township' and coalesce(valid_to, '') = ''
    union all
    select a.township_code, r.parent_code
    from above as a
    inner join staging.codebook_regions as r on r.region_code = a.region_code
    where r.parent_code is not null and r.parent_code <> ''
)
select
    a.region_code,
    cast(count(distinct a.township_code) as integer) as townships
from above as a
inner join steps.region_tree as t on t.region_code = a.region_code
group by a.region_code
order by a.region_code
