-- One row is one stretch of time in which one report counted: its source was there, and no full export without it. A file that was taken
-- out and put back has several. Null `counts_to`: it still counts; null `counts_from`: nobody knows since when (no receipts).
with spans as (
    select source_id, counts_from, counts_to from staging.source_spans
    union all
    select s.source_id, try_cast(s.first_seen as timestamp), null
    from staging.sources as s
    anti join staging.source_spans as p on p.source_id = s.source_id
),
left_out as (
    select l.source_id, l.source_locator, p.counts_from, p.counts_to
    from steps.left_out_versions as l
    inner join staging.source_spans as p on p.source_id = l.full_source_id
),
broken as (
    select distinct source_id, source_locator from left_out
),
moments as (
    select b.source_id, b.source_locator, unnest([s.counts_from, s.counts_to]) as moment
    from broken as b
    inner join spans as s on s.source_id = b.source_id
    union
    select source_id, source_locator, unnest([counts_from, counts_to]) from left_out
),
judged as (
    select m.*, exists (
        select 1 from spans as s
        where s.source_id = m.source_id and s.counts_from <= m.moment and (s.counts_to is null or s.counts_to > m.moment)
    ) and not exists (
        select 1 from left_out as l
        where l.source_id = m.source_id and l.source_locator = m.source_locator
            and l.counts_from <= m.moment and (l.counts_to is null or l.counts_to > m.moment)
    ) as is_counted
    from moments as m
    where m.moment is not null
),
changed as (
    select *
    from judged
    qualify is_counted is distinct from lag(is_counted) over (partition by source_id, source_locator order by moment)
),
pieces as (
    select
        source_id, source_locator, moment as counts_from, is_counted,
        lead(moment) over (partition by source_id, source_locator order by moment) as counts_to
    from changed
)
select v.source_id, v.source_locator, s.counts_from, s.counts_to
from steps.record_versions as v
inner join spans as s on s.source_id = v.source_id
anti join broken as b on b.source_id = v.source_id and b.source_locator = v.source_locator
union all
select source_id, source_locator, counts_from, counts_to from pieces where is_counted
