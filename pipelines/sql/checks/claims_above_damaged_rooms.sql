-- Years in which claims were paid to more households than rooms are reported collapsed or damaged.
with claims as (
    select year, region_code, sum(value) as households, min(source_id) as source_id, min(source_locator) as source_locator
    from steps.ledger_shares
    where ledger = 'claims' and measure = 'paid_households' and stage in ('loss_year', 'payment_year')
    group by year, region_code, region_level, stage
    having region_level = 'county' or min(distance) = 0
    qualify row_number() over (partition by year, region_code order by stage) = 1
)
select c.source_id, c.source_locator, null as event_id, c.region_code, 'paid_households' as indicator, c.households as value,
    r.value as other, null as amount,
    cast(c.year as varchar) || '年' as detail_zh, cast(c.year as varchar) as detail_en
from claims as c
inner join steps.annual_best as r on r.year = c.year and r.region_code = c.region_code and r.indicator = 'damaged_rooms'
where c.households > r.value and r.value > 0
