-- One row: whose figures these are, up to which day, and the settings they were made with.
select
    c.data_through,
    c.latest_year,
    o.region_code as own_region_code,
    coalesce(t.name_zh, r.name_zh) as own_region_name,
    s.flood_season_start,
    s.flood_season_end,
    s.rounding
from staging.settings as s
cross join steps.own_region as o
left join steps.data_cutoff as c on true
left join steps.region_tree as t on t.region_code = o.region_code
left join staging.codebook_regions as r on r.region_code = o.region_code
