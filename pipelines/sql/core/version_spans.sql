-- One row is one stretch of time in which one report was what was known of its record: the best of the versions received by then and
-- not gone. Null `known_to`: still so; null `known_from`: nobody knows since when (no receipts). `is_current`: it counts now, a row of
-- `core.losses`. Held out of totals while the report that it may repeat was known, too.
with versions as (
    select
        r.source_id, r.source_locator, r.event_id, r.record_code, r.current_code, r.year, r.occurred_at, r.hazard_level1, r.stage,
        r.as_of, v.stage_rank, r.reported_at, v.figures, k.row_number, r.is_best,
        coalesce(r.held_out, false) as held_out
    from core.report_versions as r
    inner join steps.record_versions as v on v.source_id = r.source_id and v.source_locator = r.source_locator
    inner join steps.report_keys as k on k.source_id = r.source_id and k.source_locator = r.source_locator
),
holds as (
    select distinct c.source_id, c.source_locator, o.counts_from as held_from, o.counts_to as held_to
    from core.candidates as c
    inner join steps.report_stretches as o on o.source_id = c.other_source_id and o.source_locator = c.other_source_locator
    where o.counts_from is not null
),
counted as (
    select v.event_id, v.record_code, v.source_id, v.source_locator, s.counts_from, s.counts_to
    from versions as v
    left join steps.report_stretches as s on s.source_id = v.source_id and s.source_locator = v.source_locator
),
several as (
    select event_id, record_code
    from counted
    group by event_id, record_code
    having count(*) > 1 or count(counts_to) > 0
    union
    select v.event_id, v.record_code
    from versions as v
    semi join holds as h on h.source_id = v.source_id and h.source_locator = v.source_locator
),
moved as (
    select v.* from versions as v
    semi join several as s on s.event_id = v.event_id and s.record_code = v.record_code
),
stretches as (
    select c.* from counted as c
    semi join several as s on s.event_id = c.event_id and s.record_code = c.record_code
),
moments as (
    select event_id, record_code, unnest([counts_from, counts_to]) as moment from stretches
    union
    select m.event_id, m.record_code, unnest([h.held_from, h.held_to])
    from moved as m
    inner join holds as h on h.source_id = m.source_id and h.source_locator = m.source_locator
),
known as (
    select m.event_id, m.record_code, m.moment, v.source_id, v.source_locator
    from moments as m
    left join stretches as t
        on t.event_id = m.event_id and t.record_code = m.record_code
        and t.counts_from <= m.moment and (t.counts_to is null or t.counts_to > m.moment)
    left join moved as v on v.source_id = t.source_id and v.source_locator = t.source_locator
    where m.moment is not null
    qualify row_number() over (
        partition by m.event_id, m.record_code, m.moment
        order by
            v.as_of desc nulls last, v.stage_rank desc, v.reported_at desc nulls last,
            v.figures desc, v.source_id, v.row_number, v.source_locator
    ) = 1
),
judged as (
    select k.*, exists (
        select 1 from holds as h
        where h.source_id = k.source_id and h.source_locator = k.source_locator
            and h.held_from <= k.moment and (h.held_to is null or h.held_to > k.moment)
    ) as was_held_out
    from known as k
),
changed as (
    select *
    from judged
    qualify (source_id, source_locator, was_held_out) is distinct from lag((source_id, source_locator, was_held_out)) over (
        partition by event_id, record_code order by moment
    )
),
spans as (
    select
        source_id, source_locator, was_held_out, moment as known_from,
        lead(moment) over (partition by event_id, record_code order by moment) as known_to
    from changed
),
told as (
    select v.*, s.known_from, s.known_to, s.was_held_out, v.is_best and s.known_to is null as is_current
    from spans as s
    inner join moved as v on v.source_id = s.source_id and v.source_locator = s.source_locator
    union all
    select v.*, c.counts_from as known_from, null as known_to, v.held_out as was_held_out, v.is_best as is_current
    from versions as v
    inner join counted as c on c.source_id = v.source_id and c.source_locator = v.source_locator
    anti join several as s on s.event_id = v.event_id and s.record_code = v.record_code
    where c.counts_from is not null or v.is_best
),
-- What counts now is here even where nobody knows since when.
whole as (
    select * from told
    union all
    select v.*, null as known_from, null as known_to, v.held_out as was_held_out, true as is_current
    from moved as v
    anti join (select source_id, source_locator from told where is_current) as t
        on t.source_id = v.source_id and t.source_locator = v.source_locator
    where v.is_best
)
select
    year,
    occurred_at,
    event_id,
    record_code,
    current_code,
    hazard_level1,
    stage,
    source_id,
    source_locator,
    cast(known_from as timestamp) as known_from,
    cast(known_to as timestamp) as known_to,
    is_current,
    case when is_current then held_out else was_held_out end as held_out
from whole
