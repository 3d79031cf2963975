-- Winter-spring need and aid of the places directly below a region in one season.
select r.name_zh, r.level, w.*
from marts.winter_spring w
join core.regions r using (region_code)
where r.parent_code = $region and w.year = $year
order by w.need_people desc nulls last, w.fund desc nulls last, w.region_code
