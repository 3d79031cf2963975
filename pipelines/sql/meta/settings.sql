-- One row: whose figures these are, up to which day, and the settings they were made with.
with used as (
    select distinct current_code from core.losses
    union
    select current_code from core.period_figures where not exists (select 1 from core.losses)
    union
    select current_code from core.coverage where not exists (select 1 from core.losses)
),
common as (
    select p.ancestor_code as region_code
    from used as u
    inner join steps.region_paths as p on p.region_code = u.current_code
    inner join steps.region_tree as t on t.region_code = p.ancestor_code
    group by p.ancestor_code, t.depth
    having count(*) = (select count(*) from used)
    order by t.depth desc
    limit 1
)
select
    c.data_through,
    c.latest_year,
    coalesce(nullif(s.own_region_code, ''), o.region_code) as own_region_code,
    coalesce(t.name_zh, r.name_zh) as own_region_name,
    s.flood_season_start,
    s.flood_season_end,
    s.rounding
from staging.settings as s
left join steps.data_cutoff as c on true
left join common as o on true
left join steps.region_tree as t on t.region_code = coalesce(nullif(s.own_region_code, ''), o.region_code)
left join staging.codebook_regions as r on r.region_code = coalesce(nullif(s.own_region_code, ''), o.region_code)
