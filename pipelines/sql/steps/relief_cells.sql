-- One row is one cell of relief money as stated: region × year or season × payer × purpose × stage × measure, with its value; money in 万元.
-- A document counts as one batch however many rows tell of it (`once_key`). What the winter-spring ledger says was paid stands
-- where the ledger of funds tells of no such payment. What a region above received under the same document is the same money, from the payer
-- that the region above names, whoever its parts say sent it on. The cells of `relief_documents` follow one document through its stages.
with winter_funds as (
    select
        season_year, season, current_code, arg_min(fund, told_place) as fund, arg_min(aided_person_times, told_place) as aided_person_times,
        arg_min(source_id, told_place) filter (where fund is not null) as source_id,
        arg_min(source_locator, told_place) filter (where fund is not null) as source_locator
    from core.winter_spring
    group by season_year, season, current_code, part_code
    having count(fund) > 0
),
above as (
    select
        f.source_id, f.source_locator,
        case when min(a.payer_level) = max(a.payer_level) then min(a.payer_level) else 'all_levels' end as payer_above
    from core.relief_funds as f
    inner join steps.region_paths as p on p.region_code = f.acting_code and p.distance > 0
    inner join core.relief_funds as a
        on a.acting_code = p.ancestor_code and a.document_no = f.document_no and coalesce(a.batch, '') = coalesce(f.batch, '')
        and a.purpose = f.purpose and a.stage = 'received' and not a.is_repeated
    left join staging.codebook_ledger_overlaps as w
        on w.list = 'payer_level' and ((w.value = f.payer_level and w.other = a.payer_level) or (w.value = a.payer_level and w.other = f.payer_level))
    where f.stage = 'received'
    group by f.source_id, f.source_locator, f.payer_level
    having not bool_or(a.payer_level = f.payer_level or w.value is not null)
),
funds as (
    select
        period_kind, fund_year, coalesce(season, '') as season, coalesce(payer_above, payer_level) as payer_level, purpose, stage, document_no,
        coalesce(batch, '') as batch,
        acting_code, amount, households, person_times, coalesce(batch_count, 1) as batch_count,
        coalesce(document_no || ' ' || coalesce(batch, ''), source_id || ' ' || source_locator) as batch_key, source_id, source_locator
    from core.relief_funds
    left join above using (source_id, source_locator)
    where not is_repeated and fund_year is not null
    union all
    select
        'winter_spring', w.season_year, w.season, 'unknown', 'winter_spring', 'paid', null, '', w.current_code, w.fund, null, w.aided_person_times,
        null, null, w.source_id, w.source_locator
    from winter_funds as w
    where not exists (
        select 1
        from core.relief_funds as f
        where f.acting_code = w.current_code and f.season = w.season and f.purpose = 'winter_spring' and f.stage = 'paid'
    )
),
measures as (
    select 'amount' as measure
    union all
    select 'households'
    union all
    select 'person_times'
    union all
    select 'amount_of_person_times'
    union all
    select 'batches'
),
unsure as (
    select source_id, source_locator, case indicator when 'fund' then 'amount' when 'aided_person_times' then 'person_times' else indicator end as measure
    from staging.figure_states
    where state not in ('exact', 'masked')
    group by all
),
cells as (
    select
        f.*,
        m.measure,
        case m.measure
            when 'amount' then cast(f.amount * cast(0.0001 as decimal(5,4)) as decimal(38,6))
            when 'households' then cast(f.households as decimal(38,6))
            when 'person_times' then cast(f.person_times as decimal(38,6))
            when 'amount_of_person_times'
                then case when f.person_times is not null then cast(f.amount * cast(0.0001 as decimal(5,4)) as decimal(38,6)) end
            when 'batches' then cast(f.batch_count as decimal(38,6))
        end as value,
        u.measure is not null as is_approximate
    from funds as f
    cross join measures as m
    left join unsure as u on u.source_id = f.source_id and u.source_locator = f.source_locator and u.measure = m.measure
)
select
    'relief_funds' as ledger, period_kind, fund_year as year, season, payer_level as who, purpose as what, stage, '' as detail, '' as part,
    acting_code as region_code, measure, case when measure = 'batches' then batch_key else '' end as once_key,
    case when measure = 'batches' then max(value) else cast(sum(value) as decimal(38,6)) end as value,
    bool_or(is_approximate) as is_approximate, min(source_id) as source_id, min(source_locator) as source_locator
from cells
where value is not null
group by
    period_kind, fund_year, season, payer_level, purpose, stage, acting_code, measure, case when measure = 'batches' then batch_key else '' end
union all
select
    'relief_documents', 'document', 0, '', payer_level, purpose, stage, document_no, batch,
    acting_code, measure, '', cast(sum(value) as decimal(38,6)), bool_or(is_approximate), min(source_id), min(source_locator)
from cells
where measure = 'amount' and value is not null and document_no is not null
group by all
