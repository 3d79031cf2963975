-- One row is one indicator that consultations adjusted in the year, in $region or below it: how often, and by how much in all.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select indicator, unit, count(*) as adjustments, sum(delta) as delta
from core.adjustments
where year = $year and current_code in (select region_code from subtree)
group by indicator, unit
order by indicator
