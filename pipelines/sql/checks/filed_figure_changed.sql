-- One row per headline annual figure of the own region that differs from the last filing that holds it.
with years as (
    select *
        , {derived.derived_from} as {derived}
    from marts.annual_losses
    where hazard_key = 'all'
),
now as (
    select
        a.year, a.region_code,
        unnest([
            struct_pack(indicator := 'events', value := cast(a.events as decimal(38,6)))
            , struct_pack(indicator := '{headline}', value := cast(a.{headline} as decimal(38,6)))
        ]) as cell
    from years as a
    inner join steps.own_region as o on o.region_code = a.region_code
),
headlines as (
    select 'events' as indicator
    union all select '{headline}'
)
select
    cast(null as varchar) as source_id, cast(null as varchar) as source_locator, cast(null as varchar) as event_id, f.region_code,
    f.indicator, coalesce(cast(n.cell.value as varchar), '—') as value, f.value as other, n.cell.value - f.value as amount,
    f.year || '年，' || f.filing_id as detail_zh, f.year || ', ' || f.filing_id as detail_en
from core.filed_figures as f
inner join headlines as h on h.indicator = f.indicator
inner join steps.own_region as o on o.region_code = f.region_code
left join now as n on n.year = f.year and n.region_code = f.region_code and n.cell.indicator = f.indicator
where f.is_last and f.hazard_key = 'all'
    -- A year without any disaster has no row: that is what zero disasters come to.
    and n.cell.value is distinct from f.value and not (f.indicator = 'events' and f.value = 0 and n.cell.indicator is null)
