-- One row is one node of the tree that figures add up in: reported regions and all above them, development zones placed.
with recursive nodes as (
    select
        r.region_code,
        r.name_zh,
        case when z.host_code is not null then 'zone' when r.level = 'zone' then 'county' else r.level end as level,
        coalesce(z.host_code, r.parent_code) as parent_code,
        r.is_known
    from steps.reported_regions as r
    left join core.zone_hosts as z on z.zone_code = r.region_code
),
walked as (
    select region_code, 0 as depth from nodes where parent_code is null
    union all
    select n.region_code, w.depth + 1
    from walked as w
    inner join nodes as n on n.parent_code = w.region_code
    where w.depth < 12
),
rolled as (
    select distinct current_code from steps.region_codes where is_rolled
)
select
    n.region_code,
    n.name_zh,
    n.level,
    n.parent_code,
    w.depth,
    n.is_known,
    c.current_code is not null as break_flag
from nodes as n
inner join walked as w on w.region_code = n.region_code
left join rolled as c on c.current_code = n.region_code
order by n.region_code
