-- Batches of relief money that an earlier file holds with another amount: the earlier one counts.
select source_id, source_locator, null as event_id, region_code, 'document_no' as indicator, document_no as value,
    earlier_path || ' ' || earlier_locator as other, abs(amount - earlier_amount) * cast(0.0001 as decimal(5,4)) as amount,
    coalesce(cast(amount as varchar), '无') || ' 元；' || coalesce(cast(earlier_amount as varchar), '无') || ' 元' as detail_zh,
    coalesce(cast(amount as varchar), 'no') || ' yuan; ' || coalesce(cast(earlier_amount as varchar), 'no') || ' yuan' as detail_en
from steps.repeated_batches
where earlier_amount is distinct from amount
