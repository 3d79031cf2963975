-- One row is one month of occurrence × region (county and up, 未分解到下级) × hazard (all, level 1): the sums of its days; month is null for
-- what has no date. Adjustments of annual figures have no month and are not in it.
with scopes as (
    select distinct hazard_key, hazard_key as scope_key from marts.losses_by_day
    union all
    select distinct hazard_key, 'all' from marts.losses_by_day
)
select
    d.region_code,
    d.region_level,
    s.scope_key as hazard_key,
    d.year,
    month(d.date) as month,
    cast(sum(d.events) as bigint) as events,
    cast(sum(d.event_records) as bigint) as event_records
    , cast(sum(d.{summed}) as {summed.sum_type}) as {summed}
from marts.losses_by_day as d
inner join scopes as s on s.hazard_key = d.hazard_key
group by d.region_code, d.region_level, s.scope_key, d.year, month(d.date)
