-- Disasters in a file that counts from another day, or that such a full export left out; and those that may repeat one which is known
-- from another moment on.
select v.event_id
from steps.record_versions as v
semi join changes.staging_source_spans as s on s.source_id = v.source_id
union
select l.event_id
from steps.left_out_versions as l
semi join changes.staging_source_spans as s on s.source_id = l.full_source_id
union
select event_id from changes.steps_event_firsts
union
select c.event_id
from core.candidates as c
semi join changes.steps_event_firsts as f on f.event_id = c.other_event_id
