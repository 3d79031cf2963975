-- Rows of relief goods that another file holds just so (region, stage, item, unit, day or period, purpose, quantity, value): all count.
with keyed as (
    select
        r.source_id, r.source_locator, r.region_code, r.quantity, r.value, s.path,
        hash(r.current_code, r.stage, r.item, r.unit, r.dated_on, r.year, r.season, r.purpose, r.quantity, r.value) as row_hash
    from core.relief_supplies as r
    inner join staging.sources as s on s.source_id = r.source_id
    where r.is_latest and r.quantity > 0
)
select source_id, source_locator, null as event_id, region_code, 'quantity' as indicator, quantity as value,
    min(path) over (partition by row_hash) as other, value * cast(0.0001 as decimal(5,4)) as amount
from keyed
qualify path > min(path) over (partition by row_hash)
