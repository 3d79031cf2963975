-- One row is a region: the chosen one and all below it.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select region_code from subtree order by region_code
