-- Records that may repeat another source's disaster: kept out of every sum until a person decides.
select l.event_id, l.region_code, l.region_name, l.hazard_key, l.occurred_at, l.as_of, l.direct_economic_loss,
    l.affected_population, s.path as source_file, l.source_locator
from core.losses l
left join meta.sources s using (source_id)
where l.held_out
order by l.occurred_at desc nulls last, l.event_id
limit $limit
