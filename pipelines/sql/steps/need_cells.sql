-- One row is one cell of winter-spring need and aid, of rebuilding, or of relief goods as stated: region × season or year × measure; money in 万元.
with winter as (
    select w.*, m.measure
    from core.winter_spring as w
    cross join (
        select unnest(['need_households', 'need_people', 'aided_households', 'aided_people', 'aided_person_times', 'goods_value']) as measure
    ) as m
),
rebuilding as (
    select r.*, m.measure
    from core.rebuilding as r
    cross join (
        select unnest(
            ['rebuild_need_households', 'rebuild_done_households', 'repair_need_households', 'repair_done_households', 'fund_paid']
        ) as measure
    ) as m
),
told as (
    select
        'winter_spring' as ledger, 'winter_spring' as period_kind, season_year as year, season, '' as what, '' as stage, '' as detail, current_code,
        measure,
        case measure
            when 'need_households' then cast(need_households as decimal(38,6))
            when 'need_people' then cast(need_people as decimal(38,6))
            when 'aided_households' then cast(aided_households as decimal(38,6))
            when 'aided_people' then cast(aided_people as decimal(38,6))
            when 'aided_person_times' then cast(aided_person_times as decimal(38,6))
            when 'goods_value' then cast(goods_value * cast(0.0001 as decimal(5,4)) as decimal(38,6))
        end as value,
        source_id, source_locator, part_code, '' as disaster, told_place
    from winter
    union all
    select
        'rebuilding', 'year', year, '', '', '', '', current_code, measure,
        case measure
            when 'rebuild_need_households' then cast(rebuild_need_households as decimal(38,6))
            when 'rebuild_done_households' then cast(rebuild_done_households as decimal(38,6))
            when 'repair_need_households' then cast(repair_need_households as decimal(38,6))
            when 'repair_done_households' then cast(repair_done_households as decimal(38,6))
            when 'fund_paid' then cast(fund_paid * cast(0.0001 as decimal(5,4)) as decimal(38,6))
        end,
        source_id, source_locator, part_code, coalesce(disaster, ''), told_place
    from rebuilding
    union all
    select
        'relief_supplies', case when season is null then 'year' else 'winter_spring' end, supply_year, coalesce(season, ''), item, stage,
        coalesce(unit, ''), current_code, 'quantity', cast(quantity as decimal(38,6)), source_id, source_locator, null, null, null
    from core.relief_supplies
    where is_latest
    union all
    select
        'relief_supplies', case when season is null then 'year' else 'winter_spring' end, supply_year, coalesce(season, ''), item, stage,
        coalesce(unit, ''), current_code, 'value', cast(value * cast(0.0001 as decimal(5,4)) as decimal(38,6)), source_id, source_locator, null, null, null
    from core.relief_supplies
    where is_latest
),
-- Of each figure the row of the latest day that states it, and where it is told of the whole year, not of its disasters as well.
latest as (
    select *
    from told
    where value is not null and year is not null
    qualify told_place is null or (
        told_place = min(told_place) over (partition by ledger, part_code, year, season, disaster, measure)
        and (disaster = '' or not bool_or(disaster = '') over (partition by ledger, part_code, year, season, measure))
    )
)
select
    t.ledger, t.period_kind, t.year, t.season, '' as who, t.what, t.stage, t.detail, '' as part, t.current_code as region_code, t.measure,
    '' as once_key, cast(sum(t.value) as decimal(38,6)) as value, bool_or(u.indicator is not null) as is_approximate,
    min(t.source_id) as source_id, min(t.source_locator) as source_locator
from latest as t
left join (
    select distinct source_id, source_locator, indicator from staging.figure_states where state not in ('exact', 'masked')
) as u on u.source_id = t.source_id and u.source_locator = t.source_locator and u.indicator = t.measure
group by all
