-- Claims that were paid before the loss, by their dates, else by their years.
select source_id, source_locator, null as event_id, region_code, 'paid_on' as indicator,
    coalesce(cast(paid_on as varchar), cast(payment_year as varchar)) as value,
    coalesce(cast(lost_on as varchar), cast(loss_year as varchar)) as other, amount * cast(0.0001 as decimal(5,4)) as amount
from core.insurance_claims
where paid_on < lost_on or (payment_year < loss_year and (paid_on is null or lost_on is null))
