-- One row is the house insurance of one region, policy year, scheme and insurer as a ledger of an active source writes it; money in 元.
-- `total_premium`: the premium, else what public budgets and households pay together, else the sum of the payers.
-- `is_repeated`: an earlier file (by its path) tells of the same region, year, scheme and insurer, or another file tells of all insurers
-- together, so that the row counts in no total.
select
    l.* exclude (source_id, source_locator) replace (coalesce(l.scheme, 'unstated') as scheme),
    l.source_id,
    l.source_locator,
    c.current_code,
    c.part_code,
    coalesce(
        l.premium,
        case when l.premium_fiscal is not null then l.premium_fiscal + coalesce(l.premium_household, 0) end,
        case
            when coalesce(l.premium_central, l.premium_provincial, l.premium_prefecture, l.premium_county, l.premium_household) is not null
                then coalesce(l.premium_central, 0) + coalesce(l.premium_provincial, 0) + coalesce(l.premium_prefecture, 0)
                    + coalesce(l.premium_county, 0) + coalesce(l.premium_household, 0)
        end
    ) as total_premium,
    coalesce(s.known_as, s.path) > min(coalesce(s.known_as, s.path)) over (partition by c.part_code, l.policy_year, coalesce(l.scheme, 'unstated'), coalesce(l.insurer, ''))
    or coalesce(l.insurer <> '' and coalesce(s.known_as, s.path) <> min(case when coalesce(l.insurer, '') = '' then coalesce(s.known_as, s.path) end) over (
        partition by c.part_code, l.policy_year, coalesce(l.scheme, 'unstated')
    ), false) as is_repeated
from staging.ledger_insurance_policies as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
