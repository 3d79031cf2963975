-- One row is what one adjustment adds to a year × region (county and up) from one moment on: to its region and to all above it.
select
    t.source,
    coalesce(t.known_from, t.decided_at) as moment,
    t.year,
    p.ancestor_code as region_code,
    t.hazard_level1
    , case when t.indicator = '{summed}' then t.delta end as {summed}
from core.adjustments as t
inner join steps.region_paths as p on p.region_code = t.current_code
inner join steps.region_tree as n on n.region_code = p.ancestor_code
where n.level in ('country', 'province', 'prefecture', 'county')
