-- One row is one region (county and up) × year: what money of that year is multiplied by to stand in prices of the base year, whose
-- consumer price index that rests on, and the index of the year itself, which links it to the year before. No index anywhere: no row.
-- One region has one index for all its years, so that they compare: its own, or of a region above it where that one's chain reaches more
-- of the years with figures; of equals, or where none reaches any, the nearest.
-- Notes: no_cpi, missing_link (`missing_years` names them), cpi_of_region_above, cpi_disputed.
with years as (
    -- All years that a comparison may take, also those before the first figures: a mean counts them where they are covered.
    select b.base_year, unnest(range(least(w.first_year, b.base_year), greatest(w.last_year, b.base_year) + 1)) as year
    from steps.price_base as b
    cross join (select min(year) as first_year, max(year) as last_year from steps.window_years) as w
),
places as (
    select region_code from steps.region_tree where level in ('country', 'province', 'prefecture', 'county')
),
above as (
    select p.region_code, p.ancestor_code, p.distance
    from steps.region_paths as p
    inner join places as l on l.region_code = p.region_code
    union
    -- The country is above every region, also where the tree in use ends below it.
    select region_code, '000000', 99 from places where region_code <> '000000'
),
reached as (
    select *
    from (
        select a.region_code, a.ancestor_code as cpi_region_code, min(a.distance) as distance, count(distinct k.year) as years
        from above as a
        inner join (select distinct region_code from steps.price_indices) as i on i.region_code = a.ancestor_code
        cross join steps.data_cutoff as c
        left join steps.price_chains as k on k.region_code = a.ancestor_code and k.year between c.first_year and c.last_year
        group by a.region_code, a.ancestor_code
    )
    qualify row_number() over (partition by region_code order by years desc, distance) = 1
),
links as (
    select p.region_code, y.year, y.base_year, r.cpi_region_code, r.distance, i.cpi, i.publication, i.source_id, i.source_locator, i.is_disputed
    from places as p
    cross join years as y
    left join reached as r on r.region_code = p.region_code
    left join steps.price_indices as i on i.region_code = r.cpi_region_code and i.year = y.year
),
missing as (
    select l.region_code, l.year, string_agg(cast(m.year as varchar), ' ' order by m.year) as missing_years
    from links as l
    inner join links as m on m.region_code = l.region_code and m.year > least(l.year, l.base_year)
        and m.year <= greatest(l.year, l.base_year) and m.cpi is null
    group by l.region_code, l.year
)
select
    l.region_code,
    cast(l.year as integer) as year,
    l.base_year,
    k.factor,
    l.cpi_region_code,
    coalesce(t.name_zh, c.name_zh) as cpi_region_name,
    l.cpi,
    case when l.cpi_region_code is not null then coalesce(m.missing_years, '') else '' end as missing_years,
    concat_ws(
        ' ',
        case when l.cpi_region_code is null then 'no_cpi' when k.factor is null then 'missing_link' end,
        case when l.distance > 0 then 'cpi_of_region_above' end,
        case when l.is_disputed then 'cpi_disputed' end
    ) as note,
    l.publication,
    l.source_id,
    l.source_locator
from links as l
left join steps.price_chains as k on k.region_code = l.cpi_region_code and k.year = l.year
left join missing as m on m.region_code = l.region_code and m.year = l.year
left join steps.region_tree as t on t.region_code = l.cpi_region_code
left join staging.codebook_regions as c on c.region_code = l.cpi_region_code
order by l.region_code, l.year
