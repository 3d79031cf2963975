-- What differs from the state before the last moment: what differs from a filing first, then annual figures of all hazards, the own region's
-- before others, then records, then annual figures by hazard; indicators as the codebook orders them.
with indicators as (
    select column_name as indicator, row_number() over () as place from meta.indicators
)
select c.*, c.filing_id is not null and c.filed_value is distinct from c.value as has_left_filing
from marts.changes c
left join indicators i using (indicator)
order by
    not has_left_filing, c.kind = 'annual' and c.hazard_key <> 'all', c.kind, c.year desc, c.region_code <> $own,
    c.region_code not in (select region_code from core.region_paths where ancestor_code = $own), c.region_code, c.event_id, c.hazard_key, i.place nulls first
limit $limit
