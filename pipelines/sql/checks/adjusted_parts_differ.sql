-- Annual figures whose parts agreed with their total until an adjustment moved one without the other; the locator is the year.
with cells as (
    select
        a.year, a.region_code,
        unnest([
            struct_pack(indicator := '', value := cast(null as decimal(38,6)), delta := cast(0 as decimal(38,6)))
            , struct_pack(indicator := '{summed}', value := cast(a.{summed} as decimal(38,6)), delta := cast(coalesce(d.{summed}, 0) as decimal(38,6)))
        ]) as cell
    from marts.annual_losses as a
    semi join core.adjustments as t on t.year = a.year and t.current_code = a.region_code
    inner join steps.annual_adjustments as d
        on d.year = a.year and d.region_code = a.region_code and d.hazard_key = a.hazard_key
    where a.hazard_key = 'all'
),
figures as (
    select year, region_code, cell.indicator as indicator, cell.value as value, cell.value - cell.delta as before
    from cells
    where cell.value is not null
),
pairs as (
    select
        p.year, p.region_code, i.part_kind, p.indicator as part, w.indicator as whole, p.value, p.before,
        w.value as whole_value, w.before as whole_before,
        case when i.decimals = '0' then 0 else 0.035 end as tolerance
    from figures as p
    inner join staging.codebook_indicators as i on i.column_name = p.indicator and i.parent <> ''
    inner join figures as w on w.year = p.year and w.region_code = p.region_code and w.indicator = i.parent
),
sums as (
    select
        year, region_code, whole as indicator, any_value(whole_value) as value, sum(value) as other,
        any_value(whole_before) as before, sum(before) as other_before, max(tolerance) as tolerance
    from pairs
    where part_kind = 'part'
    group by year, region_code, whole
)
select
    null as source_id, cast(year as varchar) as source_locator, null as event_id, region_code, indicator, value, other,
    case when indicator = 'direct_economic_loss' then abs(value - other) end as amount
from sums
where abs(before - other_before) <= tolerance and abs(value - other) > tolerance
union all
select
    null, cast(year as varchar), null, region_code, whole, whole_value, value, null
from pairs
where part_kind in ('subset', 'nested') and before <= whole_before and value > whole_value
order by all
