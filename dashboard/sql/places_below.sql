-- The places below a region: its children, or with a depth of 2 theirs, a child that has none for itself. Also those that only a
-- boundary file knows.
with known as (
    select region_code, name_zh as region_name, level as region_level, parent_code, true as is_reported
    from core.regions
    where level <> 'unallocated'
    union all
    select current_code, max(region_name), any_value(region_level), any_value(parent_code), false
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
