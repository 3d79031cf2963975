-- One row is one headline figure (year × region at or below the old release's own region, all hazards) that a release changes.
-- Runs over two attached databases: `old` is the release shown now, `new` the one that may take its place.
with recursive about as (
    select own_region_code, year(data_through) as open_year from old.meta.release
),
own_regions as (
    select own_region_code as region_code, 0 as depth from about where own_region_code is not null
    union all
    select r.region_code, o.depth + 1
    from own_regions as o
    inner join old.core.regions as r on r.parent_code = o.region_code and r.level <> 'unallocated'
    where o.depth < 12
),
-- An indicator that one of the two releases does not know is a column without figures.
shape as (
    select null::integer as year, null::varchar as region_code
        , null::decimal(38,6) as {summed}
    where false
),
old_losses as (
    select * from shape union all by name select * from old.marts.annual_losses where hazard_key = 'all'
),
new_losses as (
    select * from shape union all by name select * from new.marts.annual_losses where hazard_key = 'all'
),
old_derived as (
    select *
        , {derived.derived_from} as {derived}
    from old_losses
),
new_derived as (
    select *
        , {derived.derived_from} as {derived}
    from new_losses
),
old_figures as (
    select null::integer as year, null::varchar as region_code, '' as indicator, 0 as rank, 0::decimal(38,6) as value where false
    union all select year, region_code, '{headline}', {headline.headline}, {headline} from old_derived
),
new_figures as (
    select null::integer as year, null::varchar as region_code, '' as indicator, 0::decimal(38,6) as value where false
    union all select year, region_code, '{headline}', {headline} from new_derived
)
select
    o.year,
    o.region_code,
    r.name_zh as region_name,
    own.depth = 0 as is_own,
    o.year < a.open_year as is_closed,
    o.indicator,
    o.value as old_value,
    n.value as new_value
from old_figures as o
cross join about as a
inner join own_regions as own on own.region_code = o.region_code
left join new_figures as n on n.year = o.year and n.region_code = o.region_code and n.indicator = o.indicator
left join old.core.regions as r on r.region_code = o.region_code
where o.value is not null and o.value is distinct from n.value
order by own.depth, o.year desc, o.region_code, o.rank
