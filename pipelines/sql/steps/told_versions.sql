-- One row is one version of a record among the versions told of it (run 1 first), of records with several: by cut-off, else by time of report.
-- Files that were superseded are told, too: a list exported again. What a file said before it was corrected (the same cut-off) was not
-- told, nor was what is withdrawn. The same report in several exports is one version: the row is the first that counts, if any does.
with repeated as (
    select event_id, record_code
    from core.report_versions
    where status in ('active', 'superseded') and coalesce(as_of, reported_at) is not null
    group by event_id, record_code
    having count(*) > 1
),
told as (
    select
        r.source_id, r.source_locator, r.event_id, r.record_code, r.stage, r.status, r.reported_at, v.figures_hash, v.stage_rank,
        coalesce(r.as_of, r.reported_at) as told_at
    from core.report_versions as r
    inner join repeated as o on o.event_id = r.event_id and o.record_code = r.record_code
    inner join steps.record_versions as v on v.source_id = r.source_id and v.source_locator = r.source_locator
    where r.status in ('active', 'superseded') and coalesce(r.as_of, r.reported_at) is not null
    qualify r.status = 'active' or row_number() over (
        partition by r.event_id, r.record_code, told_at
        order by (r.status = 'active') desc, r.received_at desc, r.source_id, r.source_locator
    ) = 1
),
several as (
    select * from told qualify count(*) over (partition by event_id, record_code) > 1
),
marked as (
    select *, (figures_hash, stage) is distinct from lag((figures_hash, stage)) over versions as is_other
    from several
    window versions as (
        partition by event_id, record_code order by told_at, stage_rank, reported_at, source_id, source_locator
    )
),
numbered as (
    select *, sum(is_other::integer) over versions as run
    from marked
    window versions as (
        partition by event_id, record_code order by told_at, stage_rank, reported_at, source_id, source_locator
        rows between unbounded preceding and current row
    )
)
select r.*, n.stage_rank, n.figures_hash, n.run
from (
    select *
    from numbered
    qualify max(run) over (partition by event_id, record_code) > 1
        and row_number() over (
            partition by event_id, record_code, run order by (status = 'active') desc, told_at, source_id, source_locator
        ) = 1
) as n
inner join core.report_versions as r on r.source_id = n.source_id and r.source_locator = n.source_locator
