-- One row is one staged report with the disaster that it belongs to, those that people found to be one put together.
-- Rows of a list: same level-1 hazard, same time, nested regions are one disaster.
with listed as (
    select * from steps.report_ordinals where own_event_id is null
),
-- What counts is grouped by itself; what no longer counts stands among all rows, as it stood when it came.
groups as (
    select is_active, hazard_level1, time_key, ordinal, current_code from listed
    union
    select false, hazard_level1, time_key, ordinal, current_code from listed where is_active
),
-- The widest region of the same group that holds the row's region.
tops as (
    select g.is_active, g.hazard_level1, g.time_key, g.ordinal, g.current_code, arg_max(o.current_code, p.distance) as top_code
    from groups as g
    inner join steps.reported_paths as p on p.region_code = g.current_code
    inner join groups as o
        on o.is_active = g.is_active and o.hazard_level1 = g.hazard_level1 and o.time_key = g.time_key
        and o.ordinal = g.ordinal and o.current_code = p.ancestor_code
    group by all
),
keyed as (
    select *, own_event_id as event_id from steps.report_ordinals where own_event_id is not null
),
-- A disaster of its own file takes in the rows of lists that state exactly its hazard and time inside its regions.
named as (
    select distinct is_active, hazard_level1, strftime(occurred_at, '%Y%m%d%H%M%S') as time_key, current_code, event_id
    from keyed
    where occurred_at is not null
    union
    select false, hazard_level1, strftime(occurred_at, '%Y%m%d%H%M%S'), current_code, event_id
    from keyed
    where is_active and occurred_at is not null
),
joining as (
    select t.is_active, t.hazard_level1, t.time_key, t.top_code, min(n.event_id) as event_id
    from named as n
    inner join tops as t
        on t.is_active = n.is_active and t.hazard_level1 = n.hazard_level1 and t.time_key = n.time_key and t.ordinal = 1
    where exists (
        select 1 from steps.reported_paths as p
        where (p.region_code = n.current_code and p.ancestor_code = t.current_code)
            or (p.region_code = t.current_code and p.ancestor_code = n.current_code)
    )
    group by all
),
named_events as (
    select
        source_id,
        source_locator,
        hazard_level1,
        time_key,
        event_id || case when ordinal > 1 then '-' || cast(ordinal as varchar) else '' end as event_id,
        case when row_ordinal > ordinal then '#' || cast(row_ordinal as varchar) else '' end as repeat_mark
    from keyed
    union all
    select
        l.source_id,
        l.source_locator,
        l.hazard_level1,
        l.time_key,
        coalesce(
            case when l.ordinal = 1 then j.event_id end,
            l.time_key || '-' || l.hazard_level1 || '-' || t.top_code
            || case when l.ordinal > 1 then '-' || cast(l.ordinal as varchar) else '' end
        ) as event_id,
        case when l.row_ordinal > l.ordinal then '#' || cast(l.row_ordinal as varchar) else '' end as repeat_mark
    from listed as l
    inner join tops as t
        on t.is_active = l.is_active and t.hazard_level1 = l.hazard_level1 and t.time_key = l.time_key
        and t.ordinal = l.ordinal and t.current_code = l.current_code
    left join joining as j
        on j.is_active = l.is_active and j.hazard_level1 = l.hazard_level1 and j.time_key = l.time_key and j.top_code = t.top_code
)
select e.source_id, e.source_locator, coalesce(m.merged_id, e.event_id) as event_id, e.repeat_mark, e.hazard_level1, e.time_key
from named_events as e
left join steps.merged_events as m on m.event_id = e.event_id
