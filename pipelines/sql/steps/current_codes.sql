-- One row is one region code that anything names, also a boundary file, with the code of the unit that it is today.
with recursive named as (
    select region_code from steps.named_regions
    union
    select region_code from staging.boundaries
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
    select region_code, region_code as current_code, 0 as step from named
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
select region_code, arg_max(current_code, step) as current_code, max(step) > 0 as is_rolled
from steps
group by region_code
order by region_code
