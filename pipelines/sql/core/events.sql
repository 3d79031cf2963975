-- One row is one disaster (灾害过程): what it is called, its hazard, when it began, and the widest region it touched.
with told as (
    select
        event_id,
        case when count(distinct hazard_key) = 1 then min(hazard_key) else min(hazard_level1) end as hazard_key,
        min(hazard_level1) as hazard_level1,
        min(event_name) as event_name,
        min(occurred_at) as occurred_at,
        max(ended_at) as ended_at,
        coalesce(year(min(occurred_at)), min(year)) as year,
        count(*) as records
    from core.report_versions
    where is_best
    group by event_id
),
regions as (
    select distinct event_id, current_code from core.report_versions where is_best
),
-- The narrowest region that holds all regions of the disaster.
tops as (
    select event_id, arg_max(ancestor_code, depth) as region_code
    from (
        select r.event_id, p.ancestor_code, count(*) as held, min(d.depth) as depth, any_value(n.regions) as regions
        from regions as r
        inner join (select event_id, count(*) as regions from regions group by event_id) as n on n.event_id = r.event_id
        inner join steps.reported_paths as p on p.region_code = r.current_code
        inner join (select region_code, max(distance) as depth from steps.reported_paths group by region_code) as d
            on d.region_code = p.ancestor_code
        group by r.event_id, p.ancestor_code
    )
    where held = regions
    group by event_id
)
select
    t.event_id,
    t.hazard_key,
    t.hazard_level1,
    t.event_name,
    t.occurred_at,
    t.ended_at,
    cast(t.year as integer) as year,
    r.region_code,
    t.records
from told as t
left join tops as r on r.event_id = t.event_id
order by t.event_id
