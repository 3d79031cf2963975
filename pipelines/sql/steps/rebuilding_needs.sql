-- One row is one year × region that a ledger of rebuilding speaks of: households to rebuild and to repair beside those whose dwellings collapsed,
-- were severely or were moderately damaged, as reported for the year, else as its disasters add up.
with reported as (
    select cast(y.year as integer) as year, b.current_code, b.indicator, b.value
    from steps.period_bounds as b
    inner join steps.window_years as y on y.window_key = 'year' and y.window_start = b.period_start and y.window_end = b.period_end
    where b.hazard_key = 'all' and b.period_kind <> 'plan'
        and b.indicator in ('collapsed_dwelling_households', 'severe_dwelling_households', 'minor_dwelling_households')
    qualify row_number() over (partition by y.year, b.current_code, b.indicator order by b.basis desc) = 1
),
damage as (
    select
        coalesce(a.year, r.year) as year, coalesce(a.region_code, r.current_code) as region_code,
        coalesce(max(r.value) filter (where r.indicator = 'collapsed_dwelling_households'), max(a.collapsed_dwelling_households)) as collapsed,
        coalesce(max(r.value) filter (where r.indicator = 'severe_dwelling_households'), max(a.severe_dwelling_households)) as severe,
        coalesce(max(r.value) filter (where r.indicator = 'minor_dwelling_households'), max(a.minor_dwelling_households)) as minor
    from (select * from marts.annual_losses where hazard_key = 'all' and region_level <> 'unallocated') as a
    full join reported as r on r.year = a.year and r.current_code = a.region_code
    group by 1, 2
),
needs as (
    select
        year, region_code, region_level,
        sum(value) filter (where measure = 'rebuild_need_households') as rebuild_need,
        sum(value) filter (where measure = 'repair_need_households') as repair_need,
        min(distance) as distance, min(source_id) as source_id, min(source_locator) as source_locator
    from steps.ledger_shares
    where ledger = 'rebuilding'
    group by year, region_code, region_level
)
select n.*, d.collapsed + d.severe as to_rebuild, d.minor as to_repair
from needs as n
inner join damage as d on d.year = n.year and d.region_code = n.region_code
where n.region_level = 'county' or n.distance = 0
