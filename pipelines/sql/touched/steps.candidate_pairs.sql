-- The years of changed records, and those of all other records of their disasters. What lies three days from another year may repeat a
-- record of that year.
with records as (
    select year, occurred_at
    from changes.steps_record_versions
    union
    select v.year, v.occurred_at
    from steps.record_versions as v
    semi join changes.steps_record_versions as c on c.event_id = v.event_id
)
select year from records
union
select year(occurred_at - interval 3 day) from records where occurred_at is not null
union
select year(occurred_at + interval 3 day) from records where occurred_at is not null
