-- The records as they were known at the end of a day: of each record the best version received by then. One page, with the counts of all.
-- Latest as_of, then stage, then reported_at, as now. Held out where the report that it may repeat had come by then.
with received as (
    select
        v.*,
        row_number() over (
            partition by v.event_id, v.record_code
            order by
                v.as_of desc nulls last,
                case v.stage when 'final' then 3 when 'update' then 2 when 'initial' then 1 else 0 end desc,
                v.reported_at desc nulls last,
                0
                    + (v.{summed} is not null)::integer
                desc,
                v.source_id, v.source_locator
        ) as version_rank
    from core.report_versions v
    where v.received_at::date <= $day and (v.gone_at is null or v.gone_at::date > $day)
        and v.year = $year and v.current_code in (select unnest($codes))
        and (v.occurred_at is null or v.occurred_at::date between $first and $last)
        and ($hazard = 'all' or v.hazard_level1 = $hazard)
),
repeats as (
    select distinct c.source_id, c.source_locator
    from core.candidates c
    join core.report_versions o on o.source_id = c.other_source_id and o.received_at::date <= $day
        and (o.gone_at is null or o.gone_at::date > $day)
)
select
    {derived}
    l.* exclude (held_out),
    h.source_id is not null as held_out,
    count(*) over () as records,
    count(*) filter (where l.stage = 'final') over () as final,
    count(h.source_id) over () as held_out_records
from received l
left join repeats h on h.source_id = l.source_id and h.source_locator = l.source_locator
where l.version_rank = 1
order by l.occurred_at desc nulls last, l.event_id, l.region_code
limit $limit offset $offset
