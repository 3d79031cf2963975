-- Adjustments that no annual figure can take: an unknown or momentary indicator, a number or year that cannot be read, rooms or people in halves.
with told as (
    select year, region_code, indicator, delta, decided_at, 'decisions/adjustments.csv' as source from staging.decisions_adjustments
    union all
    select a.year, a.region_code, a.indicator, a.delta, a.decided_at, f.folder
    from staging.received_adjustments as a
    inner join staging.received_filings as f on f.folder = a.folder and f.state = 'sound'
)
select
    null as source_id, concat_ws(' ', t.source, t.decided_at) as source_locator, null as event_id, t.region_code, t.indicator,
    t.delta as value, null as other, null as amount
from told as t
where not exists (
    select 1
    from core.adjustments as a
    where a.year = try_cast(t.year as integer) and a.region_code = t.region_code and a.indicator = t.indicator
        and a.delta = try_cast(t.delta as decimal(18,6))
)
order by all
