-- Disasters of which a figure changed.
select
    r.event_id, any_value(r.hazard_key) as hazard_key, any_value(e.event_name) as event_name,
    any_value(e.occurred_at) as occurred_at, min(coalesce(e.region_code, r.region_code)) as region_code,
    count(distinct r.known_from) as moments, max(r.known_from) as last_moment
from marts.revisions r
left join core.events e using (event_id)
where r.kind = 'record'
group by r.event_id
