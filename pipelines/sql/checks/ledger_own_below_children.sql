-- Cells of the ledgers in which a region states less than its children that add up to it: its own figure stands, both stay visible.
with below as (
    select
        s.ledger, s.period_kind, s.year, s.season, s.stage, s.detail, s.part, s.measure, p.ancestor_code as region_code,
        sum(c.value) as children, array_agg(distinct c.who) as whos, array_agg(distinct c.what) as whats
    from steps.ledger_stops as s
    inner join steps.region_paths as p on p.region_code = s.region_code and p.distance = s.stop_distance
    inner join steps.ledger_cells as c
        on c.region_code = s.region_code and c.ledger = s.ledger and c.period_kind = s.period_kind and c.year = s.year and c.season = s.season
        and c.who = s.who and c.what = s.what and c.stage = s.stage and c.detail = s.detail and c.part = s.part and c.measure = s.measure
    where s.ledger <> 'relief_documents' and s.measure in (
        'amount', 'households', 'person_times', 'eligible_households', 'insured_households', 'premium', 'reported_households',
        'accepted_households', 'paid_households', 'need_households', 'need_people', 'aided_households', 'aided_people', 'aided_person_times',
        'rebuild_need_households', 'rebuild_done_households', 'repair_need_households', 'repair_done_households', 'fund_paid', 'quantity'
    )
    group by all
),
alike as (
    select value, other from staging.codebook_ledger_overlaps
    union
    select other, value from staging.codebook_ledger_overlaps
),
-- What the region states itself in the cells that those of its children speak of.
own as (
    select b.ledger, b.period_kind, b.year, b.season, b.stage, b.detail, b.part, b.measure, b.region_code, b.children,
        sum(c.value) as own, min(c.source_id) as source_id, min(c.source_locator) as source_locator
    from below as b
    inner join steps.ledger_cells as c
        on c.region_code = b.region_code and c.ledger = b.ledger and c.period_kind = b.period_kind and c.year = b.year and c.season = b.season
        and c.stage = b.stage and c.detail = b.detail and c.part = b.part and c.measure = b.measure
    where (list_contains(b.whos, c.who) or exists (select 1 from alike as a where a.value = c.who and list_contains(b.whos, a.other)))
        and (list_contains(b.whats, c.what) or exists (select 1 from alike as a where a.value = c.what and list_contains(b.whats, a.other)))
    group by b.ledger, b.period_kind, b.year, b.season, b.stage, b.detail, b.part, b.measure, b.region_code, b.children
)
select
    source_id, source_locator, null as event_id, region_code, measure as indicator, own as value, children as other,
    case when measure in ('amount', 'premium', 'fund_paid') then children - own end as amount,
    coalesce(nullif(season, '') || '年度', cast(year as varchar) || '年') as detail_zh,
    coalesce(nullif(season, ''), cast(year as varchar)) as detail_en
from own
where own < children
