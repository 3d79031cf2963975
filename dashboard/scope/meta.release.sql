-- The release, as if it were of the reader's region.
select r.* replace (o.region_code as own_region_code, o.name_zh as own_region_name)
from whole.meta.release as r
left join scope.own as o on true
