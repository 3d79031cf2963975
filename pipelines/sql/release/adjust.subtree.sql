-- One row is a region or one below it.
with recursive subtree as (
    select $region as region_code
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select region_code from subtree
