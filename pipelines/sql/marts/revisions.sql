-- One row is one value of a record or of an annual headline figure (county and up, all hazards) as it stood from one moment on, with the
-- value before and the file that changed it. Values that never changed are left out, and so is what came first of its year.
-- `event_records` is 1 while the record stands; of thousands that came at once, loaded years, it alone is told. From receipts alone.
-- Merges, decisions on repeated disasters and zones count as they do now; a file is read with its sidecar of now: `export --as-of` gives the full state of a day.
with record_steps as (
    select
        *,
        lag(cell.value) over series as prior_value,
        source_id is not null and coalesce(lag(source_id) over series, '') <> '' as is_changed
    from steps.record_cells
    window series as (partition by event_id, record_code, cell.indicator order by moment)
),
-- A record that comes or goes says so with what it held, not with its zeros.
record_rows as (
    select *
    from record_steps
    where cell.value is distinct from prior_value and (is_changed or coalesce(cell.value, prior_value) <> 0)
    qualify is_after_first or count(*) over (partition by event_id, record_code, cell.indicator) > 1
),
record_causes as (
    select
        r.event_id, r.record_code, r.moment,
        arg_min(k.path, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as path,
        arg_min(k.kind, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as kind,
        arg_min(k.source_id, (k.source_id is distinct from r.source_id, k.kind <> 'left_out', k.path)) as source_id
    from steps.record_changes as r
    inner join steps.event_causes as k
        on k.event_id = r.event_id and k.record_code = r.record_code and k.moment = r.moment
    group by r.event_id, r.record_code, r.moment
),
annual_cells as (
    select
        year, region_code, moment,
        unnest([
            struct_pack(indicator := 'events', value := cast(events as decimal(38,6)))
            , struct_pack(indicator := '{headline}', value := cast({headline} as decimal(38,6)))
        ]) as cell
    from steps.annual_moments
),
annual_steps as (
    select *, lag(cell.value) over (partition by year, region_code, cell.indicator order by moment) as prior_value
    from annual_cells
),
annual_rows as (
    select a.*
    from annual_steps as a
    where cell.value is distinct from prior_value
    qualify count(*) over (partition by year, region_code, cell.indicator) > 1
        or moment > min(moment) over (partition by year)
),
-- What moved a region's year: the disasters that came to stand differently, by the files that moved them; and adjustments. Only the
-- moments are looked at from which a figure was another one: of most regions and years there is none.
told_moments as (
    select distinct year, region_code, moment from annual_rows
),
moved as (
    select p.*
    from (
        select s.event_id, l.year, l.region_code, unnest([s.moment, s.until]) as moment
        from steps.past_region_losses as l
        inner join steps.past_states as s on s.state_id = l.event_id
        where l.region_level in ('country', 'province', 'prefecture', 'county')
    ) as p
    semi join told_moments as t on t.year = p.year and t.region_code = p.region_code and t.moment = p.moment
    union
    select l.event_id, l.year, l.region_code, m.moment
    from core.region_losses as l
    inner join steps.event_moments as m on m.event_id = l.event_id and not m.is_moved
    semi join told_moments as t on t.year = l.year and t.region_code = l.region_code and t.moment = m.moment
    where l.region_level in ('country', 'province', 'prefecture', 'county')
),
year_causes as (
    select m.year, m.region_code, m.moment, k.path, k.kind, k.source_id
    from moved as m
    inner join steps.event_causes as k on k.event_id = m.event_id and k.moment = m.moment
    union all
    select m.year, m.region_code, m.moment, k.path, k.kind, k.source_id
    from moved as m
    inner join steps.held_out_causes as k on k.event_id = m.event_id and k.moment = m.moment
    union all
    select year, region_code, moment, source, 'adjusted', null from steps.adjusted_addends
),
-- A look at many files names the first of them and how many more there are.
annual_causes as (
    select
        year, region_code, moment, kind, source_id,
        concat_ws(' +', array_to_string(paths[:3], '、'), case when array_length(paths) > 3 then array_length(paths) - 3 end) as path
    from (
        select
            year, region_code, moment,
            list(distinct path order by path) as paths,
            case when count(distinct kind) = 1 then min(kind) end as kind,
            case when count(distinct source_id) = 1 then min(source_id) end as source_id
        from year_causes
        group by year, region_code, moment
    )
)
select
    'record' as kind,
    r.event_id,
    r.year,
    r.current_code as region_code,
    coalesce(e.hazard_key, o.hazard_key) as hazard_key,
    r.cell.indicator as indicator,
    r.moment as known_from,
    r.cell.value as value,
    r.prior_value,
    r.cell.value - r.prior_value as change,
    k.path as cause,
    k.kind as cause_kind,
    coalesce(r.source_id, k.source_id) as source_id
from record_rows as r
left join record_causes as k on k.event_id = r.event_id and k.record_code = r.record_code and k.moment = r.moment
left join core.events as e on e.event_id = r.event_id
left join (
    select event_id, min(hazard_key) as hazard_key from steps.past_versions group by event_id
) as o on o.event_id = r.event_id
union all
select
    'annual', null, a.year, a.region_code, 'all', a.cell.indicator, a.moment, a.cell.value, a.prior_value,
    a.cell.value - a.prior_value, k.path, k.kind, k.source_id
from annual_rows as a
left join annual_causes as k on k.year = a.year and k.region_code = a.region_code and k.moment = a.moment
