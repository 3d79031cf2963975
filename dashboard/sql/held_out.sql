-- Records that may repeat another source's disaster: kept out of every sum until a person decides.
select c.other_event_id, o.path as other_file, c.other_source_locator, l.event_id, l.region_code, l.region_name, l.hazard_key, l.occurred_at, l.as_of, l.direct_economic_loss,
    l.affected_population, s.path as source_file, l.source_locator
from core.losses l
left join meta.sources s using (source_id)
left join core.candidates c on c.event_id = l.event_id and c.region_code = l.region_code
left join meta.sources o on o.source_id = c.other_source_id
where l.held_out
qualify row_number() over (partition by l.event_id, l.region_code, l.source_id, l.source_locator order by c.other_event_id) = 1
order by l.occurred_at desc nulls last, l.event_id
limit $limit
