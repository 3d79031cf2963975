-- Years and seasons in which a region paid out, or passed down, more relief money than it received. Regions that only add up what
-- others state are left out: not all of those may have stated what they received.
with totals as (
    select
        s.period_kind, s.year, s.season, s.region_code, s.stage, cast(sum(s.value) as decimal(38,6)) as amount,
        min(s.source_id) as source_id, min(s.source_locator) as source_locator
    from steps.ledger_shares as s
    where s.ledger = 'relief_funds' and s.measure = 'amount'
    group by s.period_kind, s.year, s.season, s.region_code, s.stage
)
select p.source_id, p.source_locator, null as event_id, p.region_code, 'amount' as indicator, p.amount as value, r.amount as other,
    p.amount - r.amount as amount,
    case p.stage when 'paid' then '发放到户' else '拨付下级' end || '，' || coalesce(nullif(p.season, '') || '年度', cast(p.year as varchar) || '年') as detail_zh,
    case p.stage when 'paid' then 'paid to households' else 'passed down' end || ', ' || coalesce(nullif(p.season, ''), cast(p.year as varchar)) as detail_en
from totals as p
inner join totals as r
    on r.period_kind = p.period_kind and r.year = p.year and r.season = p.season and r.region_code = p.region_code and r.stage = 'received'
where p.stage in ('paid', 'passed_down') and p.amount > r.amount
    and exists (
        select 1 from core.relief_funds as f
        where f.acting_code = p.region_code and f.stage = 'received' and f.fund_year = p.year and not f.is_repeated
    )
