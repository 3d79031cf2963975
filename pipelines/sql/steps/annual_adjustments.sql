-- One row is one year × region × hazard (all, level 1, level 2) that adjustments move, with what they add to each figure (null: nothing):
-- the adjusted region, all above it, and where it has regions below it the line 未分解到下级, so that every drill-down still adds up.
with scoped as (
    select *, unnest(list_distinct(['all', hazard_level1, counted_hazard_key])) as scope_key from core.adjustments
),
told as (
    select
        year, current_code as region_code, scope_key as hazard_key
        , cast(sum(delta) filter (indicator = '{summed}') as {summed.sum_type}) as {summed}
    from scoped
    group by year, current_code, scope_key
),
placed as (
    select t.year, p.ancestor_code as region_code, n.level as region_level, t.hazard_key
        , t.{summed}
    from told as t
    inner join steps.region_paths as p on p.region_code = t.region_code
    inner join steps.region_tree as n on n.region_code = p.ancestor_code
    union all
    select t.year, t.region_code || '-rest', 'unallocated', t.hazard_key
        , t.{summed}
    from told as t
    semi join steps.region_tree as n on n.parent_code = t.region_code
)
select year, region_code, region_level, hazard_key
    , cast(sum({summed}) as {summed.sum_type}) as {summed}
from placed
group by year, region_code, region_level, hazard_key
order by year, region_code, hazard_key
