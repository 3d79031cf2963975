-- One row is one payment of relief money as a ledger of an active source writes it; money in 元.
-- `acting_code` is the region whose total it enters: the recipient, and of money passed down the one that passed it down: the region
-- above, and of a development zone the one above its host, unless the host's own figures these are.
-- A season is that of the money's winter and spring; `fund_year` of such money is the year in which its season ends.
-- `is_repeated`: an earlier file (by its path, a correction by that of the file it corrects) holds the same document, batch, stage, recipient, payer and purpose, so that the row
-- counts in no total. Money is received once; what is passed down or paid in instalments is told apart by `spent_on`, its date or year.
with told as (
    select
        l.* exclude (source_id, source_locator) replace (
            coalesce(l.payer_level, 'unknown') as payer_level,
            coalesce(l.purpose, 'unstated') as purpose,
            coalesce(l.season, case
                when l.purpose = 'winter_spring' and month(l.dated_on) >= 10
                    then cast(year(l.dated_on) as varchar) || '-' || cast(year(l.dated_on) + 1 as varchar)
                when l.purpose = 'winter_spring' and l.dated_on is not null
                    then cast(year(l.dated_on) - 1 as varchar) || '-' || cast(year(l.dated_on) as varchar)
            end) as season
        ),
        l.source_id,
        l.source_locator,
        c.current_code,
        c.part_code,
        coalesce(s.known_as, s.path) as source_file,
        count(distinct c.current_code) over (partition by l.source_id) = 1 as is_only_region
    from staging.ledger_relief_funds as l
    inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
    inner join steps.region_codes as c on c.region_code = l.region_code
),
placed as (
    select
        t.*,
        cast(case
            when t.season is not null then cast(right(t.season, 4) as integer)
            else coalesce(year(t.dated_on), t.year)
        end as integer) as fund_year,
        case when t.season is not null or t.purpose = 'winter_spring' then 'winter_spring' else 'year' end as period_kind,
        case
            when t.stage = 'passed_down' and (not t.is_only_region or n.level = 'township') and t.current_code is distinct from o.region_code
                then case
                    when n.level = 'zone' and h.region_code is distinct from o.region_code then h.parent_code
                    else coalesce(h.region_code, t.current_code)
                end
            else t.current_code
        end as acting_code
    from told as t
    cross join steps.own_region as o
    left join steps.region_tree as n on n.region_code = t.current_code
    left join steps.region_tree as h on h.region_code = n.parent_code
),
spent as (
    select *, case when stage <> 'received' then coalesce(cast(dated_on as varchar), cast(fund_year as varchar)) end as spent_on
    from placed
)
select
    * exclude (source_file, is_only_region),
    document_no is not null and source_file > min(source_file) over (
        partition by document_no, coalesce(batch, ''), stage, part_code, payer_level, purpose, spent_on
    ) as is_repeated
from spent
order by source_id, source_locator
