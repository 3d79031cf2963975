-- One row is what a person decided last on one place of a document. A figure stands as confirmed: a later way of reading the text
-- does not change it. One that was opened again is left out.
with told as (
    select
        d.* exclude (start_offset, end_offset, decided_at),
        try_cast(d.start_offset as bigint) as start_offset,
        try_cast(d.end_offset as bigint) as end_offset,
        try_cast(d.decided_at as timestamp) as decided_at
    from staging.decisions_document_figures as d
),
latest as (
    select *
    from told
    where start_offset is not null and end_offset is not null
    qualify row_number() over (partition by sha256, start_offset, end_offset order by row_number desc) = 1
)
select
    d.sha256,
    d.path,
    d.start_offset,
    d.end_offset,
    d.decision,
    nullif(d.indicator, '') as indicator,
    try_cast(nullif(d.value, '') as decimal(18,6)) as value,
    coalesce(nullif(d.unit, ''), i.unit) as unit,
    nullif(d.state, '') as state,
    coalesce(nullif(d.hazard_key, ''), 'all') as hazard_key,
    nullif(d.region_code, '') as region_code,
    nullif(d.period_kind, '') as period_kind,
    try_cast(nullif(d.period_start, '') as date) as period_start,
    try_cast(nullif(d.period_end, '') as date) as period_end,
    try_cast(nullif(d.half_width, '') as decimal(18,6)) as half_width,
    d.decided_by,
    d.decided_at,
    d.reason,
    d.decision = 'confirm'
        and i.column_name is not null
        and regexp_matches(d.region_code, '^[0-9]{6}([0-9]{6})?$')
        and (d.hazard_key = 'all' or h.hazard_key is not null)
        and k.period_kind is not null
        and try_cast(d.period_start as date) between date '1949-10-01' and try_cast(d.period_end as date)
        and try_cast(d.period_end as date) < date '2100-01-01'
        and (d.unit = i.unit or not exists (
            select 1
            from staging.codebook_units as u
            inner join staging.codebook_units as w on w.unit = i.unit and w.canonical_unit = u.canonical_unit
            where u.unit = d.unit and (u.numerator <> w.numerator or u.denominator <> w.denominator)
        ))
        and f.is_stated = 'yes'
        and (f.has_value = '' or try_cast(d.value as decimal(18,6)) >= 0) as is_countable
from latest as d
left join staging.codebook_indicators as i on i.column_name = d.indicator
left join staging.codebook_figure_states as f on f.state = d.state
left join staging.codebook_hazards as h on h.hazard_key = d.hazard_key
left join staging.codebook_period_kinds as k on k.period_kind = d.period_kind
where d.decision in ('confirm', 'refuse')
order by d.sha256, d.start_offset, d.end_offset
