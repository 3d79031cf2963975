-- Disasters of which the region has a record: where, when, called what and how often as its own records say.
with told as (
    select
        event_id,
        min(occurred_at) as occurred_at,
        max(ended_at) filter (where is_best) as ended_at,
        min(event_name) filter (where is_best) as event_name,
        count(*) filter (where is_best) as records
    from core.report_versions
    group by event_id
)
select e.* replace (
    t.occurred_at as occurred_at, t.ended_at as ended_at, t.event_name as event_name, t.records as records, b.region_code as region_code
)
from whole.core.events as e
inner join told as t using (event_id)
left join scope.below as b on b.region_code = e.region_code
