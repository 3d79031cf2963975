-- The settings, as if they were of the reader's region.
select s.* replace (o.region_code as own_region_code, o.name_zh as own_region_name)
from whole.meta.settings as s
left join scope.own as o on true
