-- One row is one region that is expected to report, in one year in which any listed region of its level reported.
-- reports counts what came from the region or from below it, every version; 0 where nothing came. Without a list there is no row.
with units as (
    select
        u.current_code as region_code,
        min(coalesce(u.unit_name, u.region_name, u.current_code)) as unit_name,
        min(coalesce(u.reports_from, date '0001-01-01')) as reports_from,
        max(coalesce(u.reports_until, date '9999-12-31')) as reports_until,
        min(coalesce(r.level, cast(length(u.current_code) as varchar))) as region_level
    from core.reporting_units as u
    left join staging.codebook_regions as r on r.region_code = u.current_code
    group by u.current_code
),
received as (
    select
        u.region_code,
        v.year,
        count(*) as reports,
        count(distinct v.source_id) as sources,
        max(v.as_of) as last_as_of,
        max(v.reported_at) as last_reported_at
    from core.report_versions as v
    inner join steps.region_paths as p on p.region_code = v.current_code
    inner join units as u on u.region_code = p.ancestor_code
    where v.status = 'active' and v.year is not null
    group by u.region_code, v.year
),
years as (
    select distinct u.region_level, r.year
    from received as r
    inner join units as u on u.region_code = r.region_code
)
select
    cast(y.year as integer) as year,
    u.region_code,
    u.unit_name,
    coalesce(r.reports, 0) as reports,
    r.last_as_of,
    r.last_reported_at,
    coalesce(r.sources, 0) as sources
from units as u
inner join years as y
    on y.region_level = u.region_level and y.year between year(u.reports_from) and year(u.reports_until)
left join received as r on r.region_code = u.region_code and r.year = y.year
order by y.year, u.region_code
