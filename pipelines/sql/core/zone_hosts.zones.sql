-- One row is one development zone; `how` is null where neither a decision nor the table of zones settles its place.
select
    r.region_code as zone_code,
    r.name_zh as zone_name,
    z.host_code,
    z.how
from steps.reported_regions as r
left join steps.listed_zones as z on z.zone_code = r.region_code
where (not r.is_known and r.level in ('county', 'zone')) or z.host_code is not null
