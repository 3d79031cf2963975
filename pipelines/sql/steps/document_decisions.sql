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
    qualify row_number() over (
        partition by sha256, start_offset, end_offset
        order by decided_at desc nulls last, decision, indicator, value, region_code, hazard_key, period_start, period_end, reason
    ) = 1
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
        and nullif(d.region_code, '') is not null
        and try_cast(nullif(d.period_start, '') as date) is not null
        and try_cast(nullif(d.period_end, '') as date) is not null
        and (try_cast(nullif(d.value, '') as decimal(18,6)) is not null or d.state = 'masked') as is_countable
from latest as d
left join staging.codebook_indicators as i on i.column_name = d.indicator
where d.decision in ('confirm', 'refuse')
order by d.sha256, d.start_offset, d.end_offset
