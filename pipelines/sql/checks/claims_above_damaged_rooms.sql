-- Years in which claims were paid to more households than rooms are reported collapsed or damaged.
with rooms as (
    select year, region_code, cast(sum(rooms) as decimal(38,6)) as rooms
    from (
        select year, region_code, coalesce(settled_annual, reported_annual, event_sum) as rooms
        from steps.window_figures
        where window_key = 'year' and hazard_key = 'all' and indicator in ('collapsed_rooms', 'severe_rooms', 'minor_rooms')
    )
    group by year, region_code
),
told as (
    select cast(y.year as integer) as year, b.current_code as region_code, max(b.value) as rooms
    from steps.period_bounds as b
    inner join steps.window_years as y on y.window_key = 'year' and y.window_start = b.period_start and y.window_end = b.period_end
    where b.indicator = 'collapsed_or_damaged_rooms' and b.hazard_key = 'all' and b.period_kind <> 'plan'
    group by y.year, b.current_code
),
claims as (
    select year, region_code, sum(value) as households, min(source_id) as source_id, min(source_locator) as source_locator
    from steps.ledger_shares
    where ledger = 'claims' and measure = 'paid_households' and stage in ('loss_year', 'payment_year')
    group by year, region_code, region_level, stage
    having region_level = 'county' or min(distance) = 0
    qualify row_number() over (partition by year, region_code order by stage) = 1
)
select c.source_id, c.source_locator, null as event_id, c.region_code, 'paid_households' as indicator, c.households as value,
    coalesce(t.rooms, r.rooms) as other, null as amount,
    cast(c.year as varchar) || '年' as detail_zh, cast(c.year as varchar) as detail_en
from claims as c
left join told as t on t.year = c.year and t.region_code = c.region_code
left join rooms as r on r.year = c.year and r.region_code = c.region_code
where c.households > coalesce(t.rooms, r.rooms) and coalesce(t.rooms, r.rooms) > 0
