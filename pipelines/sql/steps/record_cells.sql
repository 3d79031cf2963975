-- One row is one figure of a record from one moment on; `event_records` is 1 while the record stands. A record that is gone has none, and
-- of a record that came in a load of years only `event_records` is told.
select
    c.event_id, c.record_code, c.current_code, c.year, c.moment, c.is_after_first, c.source_id,
    unnest([
        struct_pack(indicator := 'event_records', value := cast(case when c.source_id is not null then 1 end as decimal(38,6)))
        , struct_pack(indicator := '{losses}', value := cast(r.{losses} as decimal(38,6)))
    ]) as cell
from steps.record_changes as c
left join staging.reports as r on r.source_id = c.source_id and r.source_locator = c.source_locator
where not c.is_load
union all
select
    event_id, record_code, current_code, year, moment, is_after_first, source_id,
    struct_pack(indicator := 'event_records', value := cast(1 as decimal(38,6)))
from steps.record_changes
where is_load
