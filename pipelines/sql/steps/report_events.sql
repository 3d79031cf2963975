-- One row is one staged report with the disaster that it belongs to, before people merge disasters.
-- Rows of a list: same level-1 hazard, same time, nested regions are one disaster. Rows of one source never suppress each
-- other: equal ones are several disasters, unless their cut-off, stage or time of report makes them versions of one.
with identified as (
    select
        *,
        case
            when event_key like 'id:%' then substr(event_key, 4)
            when event_key like 'series:%'
                then coalesce(cast(year as varchar), 'undated') || '-unspecified-' || substr(md5(event_key), 1, 8)
            when event_key is not null then coalesce(
                nullif(rpad(regexp_replace(split_part(event_key, '@', 2), '[^0-9]', '', 'g'), 14, '0'), '00000000000000'),
                cast(year as varchar),
                'undated'
            ) || '-' || split_part(event_key, '@', 1)
        end as own_event_id,
        coalesce(strftime(occurred_at, '%Y%m%d%H%M%S'), cast(year as varchar), 'undated') as time_key
    from steps.report_keys
),
counted as (
    select
        *,
        row_number() over (
            partition by
                source_id, record_code, coalesce(own_event_id, hazard_level1 || '@' || time_key), as_of, stage_rank, reported_at
            order by hazard_key, row_number, source_locator
        ) as row_ordinal
    from identified
),
-- A repeated row below a region that reported the same disaster is part of that region's figure, not a further disaster.
below as (
    select r.source_id, r.source_locator, max(a.row_ordinal) as widest
    from counted as r
    inner join steps.reported_paths as p on p.region_code = r.current_code and p.ancestor_code <> r.current_code
    inner join counted as a
        on a.source_id = r.source_id and a.current_code = p.ancestor_code
        and coalesce(a.own_event_id, a.hazard_level1 || '@' || a.time_key)
        = coalesce(r.own_event_id, r.hazard_level1 || '@' || r.time_key)
    where r.row_ordinal > 1
    group by r.source_id, r.source_locator
),
numbered as (
    select c.*, least(c.row_ordinal, coalesce(b.widest, c.row_ordinal)) as ordinal
    from counted as c
    left join below as b on b.source_id = c.source_id and b.source_locator = c.source_locator
),
listed as (
    select * from numbered where own_event_id is null
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
    select *, own_event_id as event_id from numbered where own_event_id is not null
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
)
select
    source_id,
    source_locator,
    event_id || case when ordinal > 1 then '-' || cast(ordinal as varchar) else '' end as event_id,
    case when row_ordinal > ordinal then '#' || cast(row_ordinal as varchar) else '' end as repeat_mark
from keyed
union all
select
    l.source_id,
    l.source_locator,
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
