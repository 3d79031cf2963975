-- One row is one region code as reported, with the code of the unit that it is today. `part_code` tells the units apart that merged into
-- one: what several of them state adds up, while one unit under its old and its new code states the same thing twice.
with recursive named as (
    select region_code, false as is_reference from staging.reports
    union
    select region_code, false from staging.coverage
    union
    select region_code, false from staging.period_figures
    union
    select region_code, is_reference from steps.ledger_regions
    union
    select region_code, false from staging.received_filings where state = 'sound'
    union
    select region_code, false from staging.decisions_adjustments
    union
    select a.region_code, false
    from staging.received_adjustments as a
    inner join staging.received_filings as f on f.folder = a.folder and f.state = 'sound'
),
reported as (
    select region_code, bool_and(is_reference) as is_reference from named group by region_code
),
changes as (
    select
        old_code,
        arg_min(new_code, effective_date || new_code) as new_code
    from staging.codebook_region_changes
    where kind in ('recode', 'rename', 'merge') and new_code not in ('', old_code)
    group by old_code
),
steps as (
    select region_code, region_code as current_code, 0 as step from reported
    union
    -- A unit below a county keeps its own digits when only the county's code changed.
    select
        s.region_code,
        coalesce(exact.new_code, county.new_code || substr(s.current_code, 7)),
        s.step + 1
    from steps as s
    left join changes as exact on exact.old_code = s.current_code
    left join changes as county
        on county.old_code = substr(s.current_code, 1, 6) and length(s.current_code) = 12 and length(county.new_code) = 6
    where s.step < 8 and coalesce(exact.new_code, county.new_code) is not null
)
select
    s.region_code,
    arg_max(s.current_code, s.step) as current_code,
    max(s.step) > 0 as is_rolled,
    any_value(r.is_reference) as is_reference,
    case
        when max(s.step) > 0 and count(*) filter (max(s.step) > 0) over (partition by arg_max(s.current_code, s.step)) > 1 then s.region_code
        else arg_max(s.current_code, s.step)
    end as part_code
from steps as s
inner join reported as r on r.region_code = s.region_code
group by s.region_code
order by s.region_code
