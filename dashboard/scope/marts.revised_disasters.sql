-- Disasters of which a figure of the region changed: when its own records did, not those of others.
select
    r.event_id,
    any_value(r.hazard_key) as hazard_key,
    any_value(e.event_name) as event_name,
    any_value(e.occurred_at) as occurred_at,
    min(coalesce(e.region_code, r.region_code)) as region_code,
    count(distinct r.known_from) as moments,
    max(r.known_from) as last_moment
from marts.revisions as r
left join core.events as e on e.event_id = r.event_id
where r.kind = 'record'
group by r.event_id
