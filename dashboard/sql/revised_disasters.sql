-- Disasters of which a figure changed, or that came when their year had been reported on: the latest change first.
select
    r.event_id, any_value(r.hazard_key) as hazard_key, any_value(e.event_name) as event_name,
    any_value(e.occurred_at) as occurred_at, any_value(coalesce(e.region_code, r.region_code)) as region_code,
    count(distinct r.known_from) as moments, max(r.known_from) as last_moment
from marts.revisions r
left join core.events e using (event_id)
where r.kind = 'record'
group by r.event_id
order by last_moment desc, occurred_at desc nulls last, r.event_id
