-- Batches of relief money that an earlier file holds with the same amount: they count once.
select source_id, source_locator, null as event_id, region_code, 'document_no' as indicator, document_no as value,
    earlier_path || ' ' || earlier_locator as other, amount * cast(0.0001 as decimal(5,4)) as amount
from steps.repeated_batches
where earlier_amount is not distinct from amount
