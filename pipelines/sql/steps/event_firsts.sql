-- One row is one disaster and the first moment from which anything was known of it; of those whose files bear a time of receipt.
select v.event_id, min(s.counts_from) as known_from
from (select distinct event_id, source_id from steps.record_versions) as v
inner join staging.source_spans as s on s.source_id = v.source_id
group by v.event_id
