-- The places below a region: its children, or with a depth of 2 theirs, a child that has none for itself. Also those that only a
-- boundary file knows, where its latest boundaries put them.
with known as (
    select region_code, name_zh as region_name, level as region_level, parent_code, true as is_reported
    from core.regions
    where level <> 'unallocated'
    union all
    select current_code, max(region_name), arg_max(region_level, coalesce(vintage, 0)), arg_max(parent_code, coalesce(vintage, 0)), false
    from core.boundaries
    where current_code not in (select region_code from core.regions)
    group by current_code
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
