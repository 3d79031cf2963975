-- The same of a release without boundary files: an older one has no table of them.
with known as (
    select region_code, name_zh as region_name, level as region_level, parent_code, true as is_reported
    from core.regions
    where level <> 'unallocated'
),
children as (
    select * from known where parent_code = $region
),
grandchildren as (
    select * from known where parent_code in (select region_code from children)
)
select * from children where $depth = 1 or region_code not in (select parent_code from grandchildren)
union all
select * from grandchildren where $depth = 2
order by region_code
