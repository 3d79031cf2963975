-- One row is a pair of records of different sources and different disasters that may be the same (nested regions, same level-1 hazard,
-- three days at most between them) in one year of the two, which is nearly always one. Held out is the one without a day or a hazard,
-- else the one with fewer figures under the shared region.
with best as not materialized (
    select v.event_id, v.source_id, v.source_locator, v.current_code, v.hazard_level1, v.year, v.as_of, v.figures,
        cast(v.occurred_at as date) as day, date_diff('day', date '1970-01-01', cast(v.occurred_at as date)) as day_number, d.depth
    from steps.record_versions as v
    inner join (
        select region_code, max(distance) as depth from steps.reported_paths group by region_code
    ) as d on d.region_code = v.current_code
    where v.is_active and v.version_rank = 1
),
-- Three days before and after lie in one week or two.
near as not materialized (
    select *, unnest(list_distinct([(day_number - 3) // 7, (day_number + 3) // 7])) as week from best where day is not null
),
-- Only where two sources tell of one region and week, a record may repeat another one.
told_of as (
    select current_code, week, min(source_id) as first_source, max(source_id) as last_source from near group by current_code, week
),
-- The regions above a record are unrolled before they are looked up: the other way round every week meets every record.
narrower as (
    select x.*, t.week
    from (
        select b.*, unnest(a.ancestors) as ancestor_code
        from best as b
        inner join (
            select region_code, list(distinct ancestor_code order by ancestor_code) as ancestors from steps.reported_paths group by region_code
        ) as a on a.region_code = b.current_code
        where b.day is not null
    ) as x
    inner join told_of as t on t.current_code = x.ancestor_code and t.week = x.day_number // 7
    where t.first_source <> x.source_id or t.last_source <> x.source_id
),
undated as (
    select * from best where day is null
),
pairs as (
    select w.event_id as event_a, n.event_id as event_b, w.source_id as source_a, n.source_id as source_b,
        w.source_locator as locator_a, n.source_locator as locator_b, w.current_code as region_a, n.current_code as region_b, w.year as year_a, n.year as year_b,
        w.depth as depth_a, n.depth as depth_b, w.as_of as as_of_a, n.as_of as as_of_b,
        w.hazard_level1 as hazard_a, n.hazard_level1 as hazard_b, abs(w.day_number - n.day_number) as days_apart,
        true as is_dated_a, true as is_dated_b
    from near as w
    inner join narrower as n on n.ancestor_code = w.current_code and n.week = w.week
    where abs(w.day_number - n.day_number) <= 3 and n.source_id <> w.source_id and n.event_id <> w.event_id
    union all
    select w.event_id, n.event_id, w.source_id, n.source_id, w.source_locator, n.source_locator, w.current_code, n.current_code, w.year, n.year,
        w.depth, n.depth, w.as_of, n.as_of, w.hazard_level1, n.hazard_level1, null,
        w.day is not null, n.day is not null
    from undated as w
    inner join steps.reported_paths as p on p.ancestor_code = w.current_code
    inner join best as n on n.current_code = p.region_code and n.year = w.year
    where n.source_id <> w.source_id and n.event_id <> w.event_id
    union all
    select w.event_id, n.event_id, w.source_id, n.source_id, w.source_locator, n.source_locator, w.current_code, n.current_code, w.year, n.year,
        w.depth, n.depth, w.as_of, n.as_of, w.hazard_level1, n.hazard_level1, null,
        w.day is not null, n.day is not null
    from undated as n
    inner join steps.reported_paths as p on p.region_code = n.current_code
    inner join best as w on w.current_code = p.ancestor_code and w.year = n.year
    where w.day is not null and n.source_id <> w.source_id and n.event_id <> w.event_id
),
-- A source that holds both disasters says itself that they are two.
event_sources as (
    select distinct r.event_id, r.source_id
    from steps.record_versions as r
    inner join (select event_a as event_id from pairs union select event_b from pairs) as p on p.event_id = r.event_id
    where r.is_active
),
told_apart as (
    select distinct p.event_a, p.event_b
    from (select distinct event_a, event_b from pairs) as p
    inner join event_sources as a on a.event_id = p.event_a
    inner join event_sources as b on b.event_id = p.event_b and b.source_id = a.source_id
    union
    select event_id_a, event_id_b from staging.decisions_same_disaster where decision = 'different'
    union
    select event_id_b, event_id_a from staging.decisions_same_disaster where decision = 'different'
),
possible as (
    select p.*
    from pairs as p
    left join told_apart as t on t.event_a = p.event_a and t.event_b = p.event_b
    where t.event_a is null
        and (p.hazard_a = p.hazard_b or p.hazard_a = 'unspecified' or p.hazard_b = 'unspecified')
        and (p.region_a <> p.region_b or p.event_a < p.event_b)
),
involved as (
    select event_a as event_id from possible
    union
    select event_b from possible
),
detail as (
    select b.event_id, p.ancestor_code as region_code, sum(b.figures) as figures
    from best as b
    inner join involved as i on i.event_id = b.event_id
    inner join steps.reported_paths as p on p.region_code = b.current_code
    group by all
),
judged as (
    select
        p.*,
        coalesce(a.figures, 0) as figures_a,
        coalesce(b.figures, 0) as figures_b,
        (p.is_dated_a, p.hazard_a <> 'unspecified', coalesce(a.figures, 0), p.depth_a, coalesce(p.as_of_a, timestamp '0001-01-01'))
        > (p.is_dated_b, p.hazard_b <> 'unspecified', coalesce(b.figures, 0), p.depth_b, coalesce(p.as_of_b, timestamp '0001-01-01'))
        or (
            (p.is_dated_a, p.hazard_a <> 'unspecified', coalesce(a.figures, 0), p.depth_a, coalesce(p.as_of_a, timestamp '0001-01-01'))
            = (p.is_dated_b, p.hazard_b <> 'unspecified', coalesce(b.figures, 0), p.depth_b, coalesce(p.as_of_b, timestamp '0001-01-01'))
            and p.event_a < p.event_b
        ) as is_a_kept
    from possible as p
    left join detail as a on a.event_id = p.event_a and a.region_code = p.region_a
    left join detail as b on b.event_id = p.event_b and b.region_code = p.region_a
)
select
    case when is_a_kept then event_b else event_a end as event_id,
    case when is_a_kept then region_b else region_a end as region_code,
    case when is_a_kept then source_b else source_a end as source_id,
    case when is_a_kept then locator_b else locator_a end as source_locator,
    case when is_a_kept then event_a else event_b end as other_event_id,
    case when is_a_kept then region_a else region_b end as other_region_code,
    case when is_a_kept then source_a else source_b end as other_source_id,
    case when is_a_kept then locator_a else locator_b end as other_source_locator,
    region_a as shared_region_code,
    cast(case when is_a_kept then figures_b else figures_a end as bigint) as figures,
    cast(case when is_a_kept then figures_a else figures_b end as bigint) as other_figures,
    cast(days_apart as integer) as days_apart,
    case when is_a_kept then is_dated_a and hazard_a <> 'unspecified' else is_dated_b and hazard_b <> 'unspecified' end as is_other_stated,
    least(year_a, year_b) as first_year,
    unnest(list_distinct([year_a, year_b])) as year
from judged
