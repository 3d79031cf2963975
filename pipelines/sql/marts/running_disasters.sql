-- One row is one disaster that still runs, as it stands in the own region: how many of its records stand at which stage, and each
-- headline figure and momentary count (people sheltered now) with the one before the disaster last changed (null where it never did,
-- or was not reported then).
with now as (
    select *
        , {derived.derived_from} as {derived}
    from core.region_losses
),
before as (
    select *
        , {derived.derived_from} as {derived}
    from steps.past_region_losses
)
select
    r.event_id,
    e.event_name,
    e.hazard_key,
    n.region_code,
    e.region_code as struck_code,
    e.occurred_at,
    r.as_of,
    r.initial_records,
    r.update_records,
    r.final_records,
    r.unknown_records,
    r.changed_at
    , n.{headline}
    , b.{headline} as prior_{headline}
    , n.{running_stock}
    , b.{running_stock} as prior_{running_stock}
from steps.running_events as r
inner join core.events as e on e.event_id = r.event_id
cross join steps.own_region as o
inner join now as n on n.event_id = r.event_id and n.region_code = o.region_code
left join before as b on b.event_id = r.prior_state and b.region_code = o.region_code
order by r.day desc, e.occurred_at desc, r.event_id
