-- One row is one staged report among the equal ones of its source: the how many-th it is, what disaster it names itself, and its time.
-- Rows of one source never suppress each other: equal ones are several disasters, unless their cut-off, stage or time of report makes
-- them versions of one.
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
)
select c.source_id, c.source_locator, c.is_active, c.hazard_level1, c.time_key, c.current_code, c.occurred_at, c.own_event_id, c.row_ordinal,
    least(c.row_ordinal, coalesce(b.widest, c.row_ordinal)) as ordinal
from counted as c
left join below as b on b.source_id = c.source_id and b.source_locator = c.source_locator
