-- One row is one year or season × region × payer × purpose × stage of relief money, of the chosen regions and year.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select a.*, r.name_zh as region_name
from marts.relief_funds as a
left join core.regions as r on r.region_code = a.region_code
where ($year is null or a.year = $year)
    and ($region is null or a.region_code in (select region_code from subtree))
order by a.period_kind, a.year, a.season, a.region_code, a.payer_level, a.purpose, a.stage
