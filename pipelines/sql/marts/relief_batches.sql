-- One row is one batch of relief money that a region received: document × batch × payer × purpose, and what became of it; money in 万元.
-- What was passed down and paid carries the same document number and batch; where the document holds several payers or purposes, the same
-- payer or purpose; what tells no batch is followed only where the document is one batch.
-- NULL where nothing is known of it. `days_since` counts to the latest day that reports or ledgers speak of.
-- Notes: no_document (nothing can be followed), undated.
with received as (
    select
        current_code as region_code, document_no, coalesce(batch, '') as batch, payer_level, purpose, season, fund_year as year,
        case when document_no is null then source_id || ' ' || source_locator else '' end as row_key,
        min(dated_on) as dated_on, cast(sum(amount * cast(0.0001 as decimal(5,4))) as decimal(38,6)) as amount
    from core.relief_funds
    where stage = 'received' and not is_repeated
    group by all
),
counted as (
    select
        *,
        min(batch) over (partition by region_code, document_no) = max(batch) over (partition by region_code, document_no) as is_one_batch,
        min(payer_level) over same_document = max(payer_level) over same_document as is_one_payer,
        min(purpose) over same_document = max(purpose) over same_document as is_one_purpose
    from received
    window same_document as (partition by region_code, document_no, batch)
),
spent as (
    select
        c.region_code, c.document_no, c.batch, c.payer_level, c.purpose, c.season, c.year,
        cast(sum(s.value) filter (where s.stage = 'passed_down') as decimal(38,6)) as passed_down,
        cast(sum(s.value) filter (where s.stage = 'paid') as decimal(38,6)) as paid
    from counted as c
    inner join steps.ledger_shares as s
        on s.ledger = 'relief_documents' and s.region_code = c.region_code and s.detail = c.document_no and s.stage in ('passed_down', 'paid')
        and (s.part = c.batch or (c.is_one_batch and (s.part = '' or c.batch = '')))
        and (s.who = c.payer_level or c.is_one_payer) and (s.what = c.purpose or c.is_one_purpose)
    group by c.region_code, c.document_no, c.batch, c.payer_level, c.purpose, c.season, c.year
),
cutoff as (
    select greatest((select max(data_through) from steps.data_cutoff), max(dated_on)) as day from core.relief_funds
)
select
    c.region_code,
    cast(c.year as integer) as year,
    c.document_no,
    nullif(c.batch, '') as batch,
    c.dated_on,
    c.payer_level,
    c.purpose,
    c.amount,
    s.passed_down,
    s.paid,
    case when c.amount > 0 then cast(
        cast(cast(s.paid * 1000000 as hugeint) * 100000000 // cast(c.amount * 1000000 as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as paid_pct,
    cast(d.day - c.dated_on as integer) as days_since,
    c.season,
    concat_ws(' ', case when c.document_no is null then 'no_document' end, case when c.dated_on is null then 'undated' end) as note
from counted as c
cross join cutoff as d
left join spent as s
    on s.region_code = c.region_code and s.document_no = c.document_no and s.batch = c.batch and s.payer_level = c.payer_level
    and s.purpose = c.purpose and s.season is not distinct from c.season and s.year is not distinct from c.year
order by c.region_code, c.dated_on, c.document_no, c.batch, c.payer_level, c.purpose, c.row_key
