-- One row is one disaster that still runs in the own region: some record of it was last reported at a stage before the final one, lately
-- as the data go (their cut-off, never the clock), and no final report of its own or of a region above settles it. Held-out records count
-- for nothing. `prior_state` is the disaster as it stood before its last change.
with dated as (
    select event_id, current_code, source_id, source_locator, stage, as_of, cast(coalesce(as_of, reported_at, occurred_at) as date) as day
    from core.losses
    where not held_out
),
-- Of whatever hazard, no disaster runs that is not told of for longer than this.
lately as (
    select distinct d.event_id
    from dated as d
    cross join steps.data_cutoff as c
    where d.day >= c.data_through - (select max(cast(days as integer)) from staging.codebook_running_days)
),
told as (
    select d.* from dated as d
    semi join lately as l on l.event_id = d.event_id
),
settled as (
    select distinct l.source_id, l.source_locator
    from told as l
    inner join steps.region_paths as p on p.region_code = l.current_code
    inner join told as f
        on f.event_id = l.event_id and f.current_code = p.ancestor_code and f.stage = 'final' and f.day >= l.day
    where l.stage in ('initial', 'update')
),
records as (
    select
        l.event_id, l.stage, l.as_of, l.day,
        l.stage in ('initial', 'update') and s.source_id is null as is_open
    from told as l
    inner join steps.region_paths as p on p.region_code = l.current_code
    inner join steps.own_region as o on o.region_code = p.ancestor_code
    left join settled as s on s.source_id = l.source_id and s.source_locator = l.source_locator
),
disasters as (
    select
        event_id,
        max(as_of) as as_of,
        max(day) as day,
        bool_or(is_open) as is_open,
        count(*) filter (stage = 'initial') as initial_records,
        count(*) filter (stage = 'update') as update_records,
        count(*) filter (stage = 'final') as final_records,
        count(*) filter (stage = 'unknown') as unknown_records
    from records
    group by event_id
),
states as (
    select
        event_id,
        max(moment) filter (until is null) as changed_at,
        arg_max(state_id, moment) filter (until is not null) as prior_state
    from steps.past_states
    group by event_id
),
arrivals as (
    select event_id, min(moment) as known_from from steps.event_moments group by event_id
)
select
    d.*,
    coalesce(s.changed_at, a.known_from) as changed_at,
    s.prior_state
from disasters as d
inner join core.events as e on e.event_id = d.event_id
cross join steps.data_cutoff as c
left join staging.codebook_running_days as h on h.hazard_key = e.hazard_level1
left join staging.codebook_running_days as n on n.hazard_key = ''
left join states as s on s.event_id = d.event_id
left join arrivals as a on a.event_id = d.event_id
where d.is_open and d.day >= c.data_through - cast(coalesce(h.days, n.days) as integer)
order by d.event_id
