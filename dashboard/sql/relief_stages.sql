-- Relief money by stage, in a year and the year before, without winter-spring money; the stages are never added.
-- `is_shared`: whether every purpose that was paid for was also received for: only then is a share of the whole a share.
-- Purposes that are in no total (a house fire) do not matter here.
with purposes as (
    select year,
        bool_and(has_received or not has_paid) as is_shared
    from (
        select year, purpose, bool_or(stage = 'received' and amount > 0) as has_received,
            bool_or(stage = 'paid' and amount > 0) as has_paid
        from marts.relief_funds
        where region_code = $region and period_kind = 'year' and year between $year - 1 and $year
            and purpose not in (select value from meta.ledger_choices where list = 'fund_purpose' and in_total = 'no')
        group by year, purpose
    )
    group by year
)
select t.*, coalesce(p.is_shared, false) as is_shared
from marts.relief_totals t
left join purposes p using (year)
where t.region_code = $region and t.year between $year - 1 and $year
