-- One row is one figure that differs from the state before the last moment at which anything changed: of a record (every indicator;
-- one that came or went, whole, with `event_records` 1), or of a year × region (county and up) × hazard (all, level 1), summed.
-- Where years are loaded (thousands of records at once) those that came are named without their figures. Empty where nothing was known
-- before that moment. No base, or a base of 0, has no percent. Merges and zones count as they do now.
with record_steps as (
    select *, lag(cell.value) over (partition by event_id, record_code, cell.indicator order by moment) as prior_value
    from steps.record_cells
),
record_rows as (
    select s.*
    from record_steps as s
    inner join steps.last_moment as m on m.moment = s.moment
    where s.cell.value is distinct from s.prior_value
),
last_causes as (
    select k.event_id, k.record_code, k.moment, k.source_id, k.kind, k.path
    from steps.event_causes as k
    inner join steps.last_moment as m on m.moment = k.moment
    union all
    select k.event_id, cast(null as varchar), k.moment, k.source_id, k.kind, k.path
    from steps.held_out_causes as k
    inner join steps.last_moment as m on m.moment = k.moment
),
record_causes as (
    select
        r.event_id, r.record_code,
        arg_min(k.path, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as cause,
        arg_min(k.kind, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as cause_kind,
        arg_min(k.source_id, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as source_id
    from steps.record_changes as r
    inner join last_causes as k on k.event_id = r.event_id and k.record_code = r.record_code and k.moment = r.moment
    group by r.event_id, r.record_code
),
annual_causes as (
    select
        a.year, a.region_code, a.hazard_key,
        list(distinct coalesce(k.path, a.source) order by coalesce(k.path, a.source)) as paths,
        case when count(distinct coalesce(k.kind, 'adjusted')) = 1 then min(coalesce(k.kind, 'adjusted')) end as cause_kind,
        case when count(distinct coalesce(k.source_id, a.source)) = 1 then min(k.source_id) end as source_id
    from (
        select distinct event_id, source, year, region_code, unnest(['all', hazard_level1]) as hazard_key from steps.last_addends
    ) as a
    left join last_causes as k on k.event_id = a.event_id
    where k.path is not null or a.source is not null
    group by a.year, a.region_code, a.hazard_key
),
hazards as (
    select event_id, hazard_key from core.events
    union all
    select event_id, min(hazard_key) from steps.past_versions
    where event_id not in (select event_id from core.events)
    group by event_id
),
cells as (
    select
        'record' as kind, r.event_id, r.year, r.current_code as region_code, h.hazard_key, r.cell.indicator as indicator,
        r.cell.value as value, r.prior_value, k.cause, k.cause_kind, coalesce(r.source_id, k.source_id) as source_id
    from record_rows as r
    left join record_causes as k on k.event_id = r.event_id and k.record_code = r.record_code
    left join hazards as h on h.event_id = r.event_id
    union all
    -- A look at many files names the first of them and how many more there are.
    select
        'annual', null, a.year, a.region_code, a.hazard_key, a.cell.indicator, a.cell.value, a.cell.prior_value,
        concat_ws(' +', array_to_string(k.paths[:3], '、'), case when array_length(k.paths) > 3 then array_length(k.paths) - 3 end),
        k.cause_kind, k.source_id
    from steps.last_annual_cells as a
    left join annual_causes as k on k.year = a.year and k.region_code = a.region_code and k.hazard_key = a.hazard_key
    where a.cell.value is distinct from a.cell.prior_value
)
select
    c.kind,
    c.event_id,
    c.year,
    c.region_code,
    g.name_zh as region_name,
    c.hazard_key,
    c.indicator,
    coalesce(case when c.kind = 'annual' then nullif(i.period_unit, '') end, i.unit, n.unit) as unit,
    c.value,
    c.prior_value,
    c.value - c.prior_value as change,
    case when c.prior_value <> 0 then cast(
        cast(
            cast((c.value - c.prior_value) * 1000000 as hugeint) * 100000000 // cast(c.prior_value * 1000000 as hugeint)
        as decimal(30,0)) * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as change_pct,
    c.cause,
    c.cause_kind,
    c.source_id,
    m.moment as known_from,
    f.filing_id is not null as is_filed,
    f.filed_value,
    f.filing_id
from cells as c
inner join steps.last_moment as m on true
left join steps.filed_cells as f
    on f.region_code = c.region_code and f.indicator = c.indicator and f.event_id is not distinct from c.event_id
    and (c.kind = 'record' or (f.year = c.year and f.hazard_key = c.hazard_key))
left join core.regions as g on g.region_code = c.region_code
left join staging.codebook_indicators as i on i.column_name = c.indicator
left join staging.codebook_export_measures as n on n.measure = c.indicator
order by c.kind desc, c.year, c.region_code, c.event_id, c.hazard_key, c.indicator
