-- Initial reports filed more than two hours after the disaster began; a drought has no hour. Superseded files are seen, too: the first
-- report was late whatever the list says by now. The same report in several exports is found once.
select source_id, source_locator, event_id, region_code, 'reported_at' as indicator,
    strftime(reported_at, '%Y-%m-%d %H:%M:%S') as value, strftime(occurred_at, '%Y-%m-%d %H:%M:%S') as other, null as amount
from core.report_versions
where status in ('active', 'superseded') and stage = 'initial' and hazard_level1 <> 'drought'
    and reported_at > occurred_at + interval 2 hour
qualify status = 'active' or row_number() over (
    partition by event_id, record_code order by (status = 'active') desc, reported_at, source_id, source_locator
) = 1
