-- Reports that were filed before their disaster began.
select source_id, source_locator, event_id, region_code, 'reported_at' as indicator,
    strftime(reported_at, '%Y-%m-%d %H:%M:%S') as value, strftime(occurred_at, '%Y-%m-%d %H:%M:%S') as other, null as amount
from core.report_versions
where status = 'active' and reported_at < occurred_at
