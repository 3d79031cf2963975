-- Batches received by a region in a year, or for a season: those not yet paid out in full first, the oldest first.
from marts.relief_batches
where region_code = $region
    and case when $season::varchar is null then season is null and purpose <> 'winter_spring' and year = $year
        else season = $season::varchar
            or season is null and purpose = 'winter_spring' and year = cast(right($season::varchar, 4) as integer) end
order by coalesce(paid, 0) >= amount, days_since desc nulls last, document_no, batch, payer_level
limit 200
