-- One row is one region's shape in one boundary file, under its code then and the code of the unit today. Figures never depend on it.
-- `vintage` is the year of the boundaries, if stated; the code was in force from `first_year` to `last_year` (null: not limited).
-- A township whose code no report uses is the one of its name below the same county: the reporting system numbers townships by itself.
with shapes as (
    select
        b.*,
        c.current_code,
        t.region_code is not null as is_reported,
        coalesce(
            t.parent_code,
            z.host_code,
            nullif(r.parent_code, ''),
            case
                when length(c.current_code) = 12 and c.current_code not like '%000' then substr(c.current_code, 1, 9) || '000'
                when length(c.current_code) = 12 then substr(c.current_code, 1, 6)
                when c.current_code like '__0000' then '000000'
                when c.current_code like '____00' or k.region_code is null then substr(c.current_code, 1, 2) || '0000'
                else k.region_code
            end
        ) as parent_code,
        coalesce(nullif(b.region_name, ''), o.name_zh, r.name_zh, b.region_code) as name_then
    from staging.boundaries as b
    inner join staging.sources as s on s.source_id = b.source_id and s.status = 'active'
    inner join steps.current_codes as c on c.region_code = b.region_code
    left join steps.region_tree as t on t.region_code = c.current_code
    left join steps.listed_zones as z on z.zone_code = c.current_code
    left join staging.codebook_regions as r on r.region_code = c.current_code
    left join staging.codebook_regions as o on o.region_code = b.region_code
    left join staging.codebook_regions as k on k.region_code = substr(c.current_code, 1, 4) || '00'
),
stems as (
    select n.name, left(n.name, length(n.name) - max(length(coalesce(w.suffix, '')))) as stem
    from (
        select name_then as name from shapes
        union
        select name_zh from steps.region_tree where level = 'township'
    ) as n
    left join staging.codebook_region_suffixes as w
        on w.kind = 'level' and right(n.name, length(w.suffix)) = w.suffix and length(n.name) >= length(w.suffix) + 2
    group by n.name
),
namesakes as (
    select b.source_id, b.source_locator, t.region_code
    from shapes as b
    inner join stems as n on n.name = b.name_then
    inner join stems as m on m.stem = n.stem
    inner join steps.region_tree as t on t.parent_code = b.parent_code and t.name_zh = m.name and t.level = 'township'
    anti join shapes as d on d.source_id = b.source_id and d.current_code = t.region_code
    where not b.is_reported and length(b.current_code) = 12
    qualify count(*) over (partition by b.source_id, b.source_locator) = 1
        and count(*) over (partition by b.source_id, t.region_code) = 1
)
select
    b.region_code,
    coalesce(n.region_code, b.current_code) as current_code,
    b.parent_code,
    b.region_level,
    b.name_then as region_name,
    b.vintage,
    greatest(v.first_year, w.first_year) as first_year,
    least(v.last_year, w.last_year) as last_year,
    b.coordinates,
    b.geometry,
    b.label_x,
    b.label_y,
    b.label_radius,
    b.source_id,
    b.source_locator
from shapes as b
left join namesakes as n on n.source_id = b.source_id and n.source_locator = b.source_locator
left join steps.code_validity as v on v.region_code = b.region_code
left join steps.code_validity as w on w.region_code = substr(b.region_code, 1, 6) and length(b.region_code) = 12
order by b.source_id, b.region_code
