-- Initial reports filed more than two hours after the disaster began; a drought has no hour.
select source_id, source_locator, event_id, region_code, 'reported_at' as indicator,
    strftime(reported_at, '%Y-%m-%d %H:%M:%S') as value, strftime(occurred_at, '%Y-%m-%d %H:%M:%S') as other, null as amount
from core.report_versions
where status = 'active' and stage = 'initial' and hazard_level1 <> 'drought' and reported_at > occurred_at + interval 2 hour
