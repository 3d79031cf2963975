-- One row is one stated cell (all that `once_key` tells apart together) that a region above states as well: the nearest such region, at
-- which the cell no longer adds up, since the region's own figure stands there. Words that may speak of the same money count as the same.
with stated as (
    select distinct ledger, period_kind, year, season, who, what, stage, detail, part, region_code, measure
    from steps.ledger_cells
),
alike as (
    select value, other, list = 'fund_purpose' as is_purpose from staging.codebook_ledger_overlaps
    union
    select other, value, list = 'fund_purpose' from staging.codebook_ledger_overlaps
)
select
    s.ledger, s.period_kind, s.year, s.season, s.who, s.what, s.stage, s.detail, s.part, s.region_code, s.measure,
    min(p.distance) as stop_distance
from stated as s
inner join steps.region_paths as p on p.region_code = s.region_code and p.distance > 0
inner join stated as a
    on a.region_code = p.ancestor_code and a.ledger = s.ledger and a.period_kind = s.period_kind and a.year = s.year
    and a.season = s.season and a.stage = s.stage and a.detail = s.detail and a.part = s.part and a.measure = s.measure
left join alike as w on w.value = s.who and w.other = a.who and not w.is_purpose
left join alike as t on t.value = s.what and t.other = a.what and t.is_purpose
where (a.who = s.who or w.value is not null) and (a.what = s.what or t.value is not null)
group by all
