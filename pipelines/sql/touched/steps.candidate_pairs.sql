-- The years of changed records, and those of all other records of their disasters.
select year
from changes.steps_record_versions
union
select v.year
from steps.record_versions as v
semi join changes.steps_record_versions as c on c.event_id = v.event_id
