-- One row is one figure of a period beside the year before, of the chosen regions and year.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select a.*, r.name_zh as region_name
from marts.period_comparisons as a
left join core.regions as r on r.region_code = a.region_code
where ($year is null or a.year = $year)
    and ($region is null or a.region_code in (select region_code from subtree))
order by a.period_start, a.period_end, a.period_kind, a.region_code, a.hazard_key, a.indicator, a.basis, a.source_id, a.source_locator
