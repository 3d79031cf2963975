-- One row is one claim, or the claims of a region and period together, as a ledger of an active source writes it; money in 元.
-- The years of loss and of payment are those of the dates where these are known.
select
    l.* exclude (source_id, source_locator) replace (
        coalesce(l.scheme, 'unstated') as scheme,
        cast(coalesce(year(l.lost_on), l.loss_year) as integer) as loss_year,
        cast(coalesce(year(l.paid_on), l.payment_year) as integer) as payment_year
    ),
    l.source_id,
    l.source_locator,
    c.current_code
from staging.ledger_insurance_claims as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
