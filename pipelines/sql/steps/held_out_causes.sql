-- One row is one file that told at one moment of what may be the same disaster as another (`held_out`).
select distinct c.event_id, s.counts_from as moment, s.source_id, 'held_out' as kind, f.path
from (select distinct event_id, other_event_id from core.candidates) as c
inner join steps.record_versions as v on v.event_id = c.other_event_id
inner join staging.source_spans as s on s.source_id = v.source_id
inner join (
    select event_id, min(moment) as known_from from steps.event_moments group by event_id
) as o on o.event_id = c.other_event_id and o.known_from = s.counts_from
inner join steps.event_moments as m on m.event_id = c.event_id and m.moment = s.counts_from
inner join staging.sources as f on f.source_id = s.source_id
