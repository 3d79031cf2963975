-- One row is one figure of a document: as it was proposed, and as it holds. Only those confirmed, changed or added count as period figures.
with proposed as (
    select f.*, s.sha256, row_number() over (partition by f.source_id, f.start_offset, f.end_offset order by f.indicator) as number
    from staging.document_figures as f
    inner join staging.sources as s on s.source_id = f.source_id and s.status = 'active'
),
decided as (
    select d.*, s.source_id
    from steps.document_decisions as d
    inner join staging.sources as s on s.sha256 = d.sha256 and s.status = 'active'
    inner join (select distinct source_id from staging.document_lines) as l on l.source_id = s.source_id
),
held as (
    select
        coalesce(p.source_id, d.source_id) as source_id,
        coalesce(p.start_offset, d.start_offset) as start_offset,
        coalesce(p.end_offset, d.end_offset) as end_offset,
        p.as_written,
        p.sentence,
        p.sentence_start,
        p.indicator as proposed_indicator,
        p.value as proposed_value,
        p.unit as proposed_unit,
        p.state as proposed_state,
        p.hazard_key as proposed_hazard_key,
        p.region_code as proposed_region_code,
        p.region_name as proposed_region_name,
        p.period_kind as proposed_period_kind,
        p.period_start as proposed_period_start,
        p.period_end as proposed_period_end,
        p.half_width as proposed_half_width,
        coalesce(d.decision = 'confirm', false) as is_confirmed,
        case when d.decision = 'confirm' then d.indicator else p.indicator end as indicator,
        case when d.decision = 'confirm' then d.value else p.value end as value,
        case when d.decision = 'confirm' then d.unit else p.unit end as unit,
        case when d.decision = 'confirm' then d.state else p.state end as state,
        case when d.decision = 'confirm' then d.hazard_key else p.hazard_key end as hazard_key,
        case when d.decision = 'confirm' then d.region_code else p.region_code end as region_code,
        case when d.decision = 'confirm' then d.period_kind else p.period_kind end as period_kind,
        case when d.decision = 'confirm' then d.period_start else p.period_start end as period_start,
        case when d.decision = 'confirm' then d.period_end else p.period_end end as period_end,
        case when d.decision = 'confirm' then d.half_width else p.half_width end as half_width,
        d.decision,
        d.decided_by,
        d.decided_at,
        d.reason,
        coalesce(d.is_countable, false) as is_countable,
        p.source_id is not null as is_proposed
    from (select * from proposed where number = 1) as p
    full join decided as d on d.source_id = p.source_id and d.start_offset = p.start_offset and d.end_offset = p.end_offset
),
added as (
    select
        h.source_id,
        h.start_offset,
        h.end_offset,
        substr(l.text, cast(h.start_offset - l.start_offset + 1 as integer), cast(h.end_offset - h.start_offset as integer)) as as_written,
        l.text as sentence,
        l.start_offset as sentence_start
    from held as h
    inner join staging.document_lines as l
        on l.source_id = h.source_id and h.start_offset >= l.start_offset and h.end_offset <= l.start_offset + length(l.text)
    where not h.is_proposed
)
select
    h.source_id,
    concat(h.start_offset, '-', h.end_offset) as source_locator,
    h.start_offset,
    h.end_offset,
    coalesce(h.as_written, a.as_written) as as_written,
    coalesce(h.sentence, a.sentence) as sentence,
    coalesce(h.sentence_start, a.sentence_start) as sentence_start,
    h.proposed_indicator,
    h.proposed_value,
    h.proposed_unit,
    h.proposed_state,
    h.proposed_hazard_key,
    h.proposed_region_code,
    h.proposed_region_name,
    h.proposed_period_kind,
    h.proposed_period_start,
    h.proposed_period_end,
    h.proposed_half_width,
    h.indicator,
    h.value,
    h.unit,
    h.state,
    h.hazard_key,
    h.region_code,
    coalesce(r.name_zh, case when h.region_code = h.proposed_region_code then h.proposed_region_name end) as region_name,
    h.period_kind,
    h.period_start,
    h.period_end,
    h.half_width,
    case
        when h.decision is null then 'undecided'
        when h.decision = 'refuse' then 'refused'
        when not h.is_proposed then 'added'
        when
            h.indicator is distinct from h.proposed_indicator or h.value is distinct from h.proposed_value
            or h.state is distinct from h.proposed_state or h.hazard_key is distinct from h.proposed_hazard_key
            or h.region_code is distinct from h.proposed_region_code or h.period_start is distinct from h.proposed_period_start
            or h.period_end is distinct from h.proposed_period_end
            then 'changed'
        else 'confirmed'
    end as status,
    h.is_countable and coalesce(h.sentence, a.sentence) is not null as is_countable,
    concat_ws(
        ',', case when h.region_code is null then 'region' end,
        case when h.period_start is null or h.period_end is null then 'period' end
    ) as lacks,
    h.decided_by,
    h.decided_at,
    h.reason
from (select * from held where is_proposed or is_confirmed) as h
left join staging.codebook_regions as r on r.region_code = h.region_code
left join added as a on a.source_id = h.source_id and a.start_offset = h.start_offset and a.end_offset = h.end_offset
order by h.source_id, h.start_offset, h.end_offset
