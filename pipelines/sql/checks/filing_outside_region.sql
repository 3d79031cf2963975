-- Filings of regions that do not lie below the own region, where the bureau states it.
select f.source_id, null as source_locator, null as event_id, f.region_code, null as indicator,
    f.filing_id as value, coalesce(f.region_name, f.region_code) as other, null as amount
from core.received_filings as f
cross join staging.settings as o
where f.state = 'sound' and o.own_region_code <> ''
    and not exists (
        select 1 from steps.region_paths as p
        where p.region_code = f.current_code and p.ancestor_code = o.own_region_code and p.ancestor_code <> p.region_code
    )
