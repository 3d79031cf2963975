-- Disasters of which a figure changed, or that came when their year had been reported on: the latest change first.
from marts.revised_disasters
where $only::varchar is null or event_id = $only
order by last_moment desc, occurred_at desc nulls last, event_id
limit $limit
