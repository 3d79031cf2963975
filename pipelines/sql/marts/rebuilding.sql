-- One row is one year of disasters × region: households that rebuild and repair, what is done, and the subsidies paid; money in 万元.
select
    cast(year as integer) as year,
    region_code,
    region_level,
    cast(sum(value) filter (where measure = 'rebuild_need_households') as bigint) as rebuild_need_households,
    cast(sum(value) filter (where measure = 'rebuild_done_households') as bigint) as rebuild_done_households,
    cast(sum(value) filter (where measure = 'repair_need_households') as bigint) as repair_need_households,
    cast(sum(value) filter (where measure = 'repair_done_households') as bigint) as repair_done_households,
    cast(sum(value) filter (where measure = 'fund_paid') as decimal(38,6)) as fund_paid,
    bool_or(is_approximate) as is_approximate
from steps.ledger_shares
where ledger = 'rebuilding'
group by year, region_code, region_level
order by year, region_code
