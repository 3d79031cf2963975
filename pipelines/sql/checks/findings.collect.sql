-- One row is one broken rule at one place: what readers found in active sources, and every failure of every rule. A person's word explains
-- a finding, or the rule itself where it finds what rounding explains.
with failed as (
    select
        f.rule_id,
        r.name as rule_name,
        r.severity,
        s.path as source_file,
        f.source_locator,
        f.event_id,
        f.region_code,
        f.indicator,
        regexp_replace(f.value, '(\.[0-9]*[1-9])0+$|\.0+$', '\1') as value,
        regexp_replace(f.other, '(\.[0-9]*[1-9])0+$|\.0+$', '\1') as other,
        r.message_zh,
        r.message_en,
        f.detail_zh,
        f.detail_en,
        f.amount,
        f.source_id,
        nullif(r.explanation, '') as explanation
    from steps.rule_failures as f
    inner join staging.codebook_check_rules as r on r.rule_id = f.rule_id and r.variant = f.variant
    left join staging.sources as s on s.source_id = f.source_id
),
worded as (
    select
        f.*,
        coalesce(nullif(i.short_zh, ''), l.name_zh, f.indicator, '') as indicator_zh,
        coalesce(nullif(i.short_en, ''), l.name_en, f.indicator, '') as indicator_en
    from failed as f
    left join staging.codebook_indicators as i on i.column_name = f.indicator
    left join (
        select column_name, arg_min(name_zh, rowid) as name_zh, arg_min(name_en, rowid) as name_en
        from staging.codebook_ledger_columns
        group by column_name
    ) as l on l.column_name = f.indicator
),
-- The places in a message where the facts go.
marks as (
    select '{' || 'value}' as value, '{' || 'other}' as other, '{' || 'indicator}' as indicator
),
found as (
    select
        f.rule_id, f.rule_name, f.severity, f.source_file, f.source_locator, f.event_id, f.region_code, f.indicator, f.value,
        replace(replace(replace(message_zh, m.value, coalesce(f.value, '')), m.other, coalesce(f.other, '')), m.indicator, indicator_zh)
        || coalesce('（' || detail_zh || '）', '') as message_zh,
        replace(replace(replace(message_en, m.value, coalesce(f.value, '')), m.other, coalesce(f.other, '')), m.indicator, indicator_en)
        || coalesce(' (' || detail_en || ')', '') as message_en,
        amount, source_id, explanation
    from worded as f
    cross join marks as m
    union all
    select
        f.rule_id, r.name, f.severity, f.source_file, f.source_locator, f.event_id, f.region_code, f.indicator, f.value,
        f.message_zh, f.message_en, f.amount, f.source_id, null
    from staging.findings as f
    left join staging.codebook_reading_rules as r on r.rule_id = f.rule_id
    left join staging.sources as s on s.source_id = f.source_id
    where s.source_id is null or s.status = 'active'
),
numbered as (
    select
        *,
        row_number() over (
            order by rule_id, source_file, source_locator, event_id, region_code, indicator, value, message_zh, source_id
        ) as finding_number
    from found
),
-- An explanation holds for the findings that agree with every field it fills in; the last one given prevails. One of a file that was
-- corrected holds for the correction: it has the same rows, those of a text file in a sheet.
explained as (
    select n.finding_number, e.explained_by, e.explained_at, e.reason
    from numbered as n
    inner join staging.decisions_explanations as e on e.rule_id = n.rule_id
    where (
            coalesce(e.source_file, '') in ('', n.source_file)
            or (n.source_id, e.source_file) in (select (source_id, path) from staging.corrected)
        )
        and (
            coalesce(e.source_locator, '') in ('', n.source_locator)
            or (e.source_locator = regexp_replace(n.source_locator, '^.*!', '') and n.source_id in (select source_id from staging.corrected))
        )
        and coalesce(e.event_id, '') in ('', n.event_id)
        and coalesce(e.region_code, '') in ('', n.region_code)
        and coalesce(e.indicator, '') in ('', n.indicator)
    qualify row_number() over (partition by n.finding_number order by e.explained_at desc, e.explained_by, e.reason) = 1
),
-- What the lower level explained when it filed holds for the same finding on its rows.
sent as (
    select n.finding_number, e.explained_by, e.explained_at, e.filing_id || ': ' || e.reason as reason
    from numbered as n
    inner join staging.received_explanations as e
        on e.rule_id = n.rule_id and e.source_id = n.source_id and e.explained_by is not null
        and e.event_id is not distinct from n.event_id and e.region_code is not distinct from n.region_code
        and e.indicator is not distinct from n.indicator
    inner join core.received_filings as f on f.folder = e.folder and f.is_latest
    qualify row_number() over (partition by n.finding_number order by e.explained_at desc, e.filing_id desc, e.reason) = 1
)
select
    n.rule_id,
    n.severity,
    case when e.finding_number is null and s.finding_number is null and n.explanation is null then 'open' else 'explained' end as status,
    n.source_file,
    n.source_locator,
    n.event_id,
    n.region_code,
    n.indicator,
    n.value,
    n.message_zh,
    n.message_en,
    n.amount,
    n.source_id,
    n.rule_name,
    coalesce(e.explained_by, s.explained_by) as explained_by,
    coalesce(e.explained_at, s.explained_at) as explained_at,
    coalesce(e.reason, s.reason, n.explanation) as reason
from numbered as n
left join explained as e on e.finding_number = n.finding_number
left join sent as s on s.finding_number = n.finding_number and e.finding_number is null
order by n.finding_number
