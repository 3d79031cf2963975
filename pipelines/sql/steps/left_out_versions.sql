-- One row is one report of a list and a later full export of the same list that lacks its record, whether or not either counts now.
-- The same list: read by the same reader, regions inside the full export's, as deep a level, its period and hazards, and an older
-- cut-off. Only cut-offs (else the time of report) tell which is later; the order of receipt never does. Of filings it is the time of
-- filing. A list of one year that was exported in the next says nothing of the next, unless its period was declared.
with cut_offs as (
    select
        source_id,
        length(current_code) as depth,
        max(as_of) as as_of,
        max(max(year(occurred_at))) over (partition by source_id) as last_year
    from steps.report_keys
    group by source_id, length(current_code)
),
full_exports as (
    select
        c.source_id, r.current_code as region_code, c.period_start, c.hazard_key, s.reader, k.depth, k.as_of,
        case
            when c.how in ('full_list', 'full_export') then least(c.period_end, make_date(k.last_year, 12, 31))
            else c.period_end
        end as period_end
    from staging.coverage as c
    inner join staging.sources as s on s.source_id = c.source_id
    inner join steps.region_codes as r on r.region_code = c.region_code
    inner join cut_offs as k on k.source_id = c.source_id and k.as_of is not null
    -- A sidecar or a person says that it is full.
    where c.how in ('full_export', 'declared_full')
        or s.sha256 in (select sha256 from staging.decisions_full_exports)
        or c.source_id in (
            select k.source_id from staging.corrected as k inner join staging.decisions_full_exports as d on d.sha256 = k.sha256
        )
),
-- The reports that a full export speaks about, told before any disaster is looked up: of most lists there are none.
spoken_of as (
    select k.source_id, k.source_locator, f.source_id as full_source_id
    from full_exports as f
    inner join staging.sources as s on s.reader = f.reader and s.source_id <> f.source_id
    inner join steps.report_keys as k
        on k.source_id = s.source_id and length(k.current_code) = f.depth
        and cast(k.occurred_at as date) between f.period_start and f.period_end
        and f.hazard_key in ('all', k.hazard_level1, k.hazard_key)
        and (coalesce(k.as_of, k.reported_at) is null or coalesce(k.as_of, k.reported_at) < f.as_of)
    inner join steps.reported_paths as p on p.region_code = k.current_code and p.ancestor_code = f.region_code
    -- A file about one disaster is no export of the list.
    where exists (select 1 from staging.coverage as c where c.source_id = s.source_id)
),
looked_up as (
    select source_id from spoken_of
    union
    select full_source_id from spoken_of
    union
    select source_id from steps.filing_scopes
),
keyed as (
    select
        k.source_id,
        k.source_locator,
        e.event_id as event_id,
        k.record_code || e.repeat_mark as record_code
    from steps.report_keys as k
    semi join looked_up as w on w.source_id = k.source_id
    inner join steps.report_events as e on e.source_id = k.source_id and e.source_locator = k.source_locator
),
older as (
    select v.*, o.full_source_id
    from spoken_of as o
    inner join keyed as v on v.source_id = o.source_id and v.source_locator = o.source_locator
)
select distinct o.source_id, o.source_locator, o.event_id, o.record_code, o.full_source_id
from older as o
anti join keyed as n
    on n.source_id = o.full_source_id and n.event_id = o.event_id and n.record_code = o.record_code
union
-- A filing holds every version of its region and year: all of what was filed before stands in it again, or holds no longer.
select v.source_id, v.source_locator, v.event_id, v.record_code, f.source_id
from steps.filing_scopes as o
inner join steps.filing_scopes as f
    on f.family = o.family and f.region_code = o.region_code and f.year = o.year and f.source_id <> o.source_id and f.filed > o.filed
inner join keyed as v on v.source_id = o.source_id and (f.event_id is null or f.event_id = v.event_id)
order by all
