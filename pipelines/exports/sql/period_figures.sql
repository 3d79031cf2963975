-- One row is one figure reported for a period, of the chosen regions and of periods that end in the chosen year; codes as reported.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select f.* exclude (region_name), coalesce(r.name_zh, f.region_name) as region_name, s.path as source
from core.period_figures as f
left join core.regions as r on r.region_code = f.current_code
left join meta.sources as s on s.source_id = f.source_id
where ($year is null or year(f.period_end) = $year)
    and ($region is null or f.current_code in (select region_code from subtree))
order by f.period_start, f.period_end, f.period_kind, f.region_code, f.hazard_key, f.indicator, f.basis, s.path, f.source_locator, f.value
