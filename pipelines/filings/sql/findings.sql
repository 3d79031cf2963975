-- One row is one finding that concerns a filing, open or explained: it is about the region and below, the year and the disaster, as far as
-- it tells; and it stands in a file that gives rows to what is filed, or in one that gives rows to nothing, which may be about anything.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
),
given as (
    {given}
),
sources as (
    select
        source_id,
        bool_or(is_own) as is_own,
        bool_or(
            is_own and region_code in (select region_code from subtree) and coalesce(year, $year) = $year
            and ($event is null or event_id = $event)
        ) as is_in_scope
    from given
    group by source_id
),
placed_rows as (
    select source_id, source_locator, min(region_code) as region_code, min(year) as year, min(event_id) as event_id
    from given
    group by source_id, source_locator
),
events as (
    select event_id, min(year) as year from core.report_versions group by event_id
),
current_codes as (
    select region_code, min(current_code) as current_code from core.report_versions group by region_code
),
placed as (
    select
        f.*,
        coalesce(g.region_code, r.region_code) as place,
        coalesce(e.year, r.year) as about_year,
        coalesce(f.event_id, r.event_id) as about_event,
        s.source_id is null as is_unplaced,
        s.is_own,
        s.is_in_scope
    from checks.findings as f
    left join sources as s on s.source_id = f.source_id
    left join placed_rows as r on r.source_id = f.source_id and r.source_locator = f.source_locator
    left join events as e on e.event_id = f.event_id
    left join current_codes as c on c.region_code = f.region_code
    left join core.regions as g on g.region_code = coalesce(c.current_code, f.region_code)
)
select
    rule_id, severity, status, source_file, source_locator, event_id, region_code, indicator, value, message_zh, message_en, explained_by,
    explained_at, reason
from placed
where (severity in ('reject', 'error') or explained_by is not null)
    and (place is null or place in (select region_code from subtree))
    and coalesce(about_year, $year) = $year
    and ($event is null or coalesce(about_event, $event) = $event)
    and (is_unplaced or is_in_scope or (is_own and place is not null and about_year is not null))
order by severity = 'error', rule_id, source_file, source_locator, region_code, indicator, value
