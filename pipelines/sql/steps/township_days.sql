-- One row is one township × day (null where none is told) × hazard of which something is known: from its own reports, or named by its county.
-- `above_code` is the region from which the tree is climbed: a township that is only named is no node of it.
with named as (
    select event_id, current_code, trim(name_as_written) as name_zh
    from (
        select event_id, current_code, unnest(string_split(affected_township_names, ',')) as name_as_written
        from core.losses
        where not held_out and affected_township_names <> ''
    )
),
known as (
    select event_id, region_code as township_code, region_code as above_code, is_affected
    from core.region_losses
    where region_level = 'township'
    union all
    -- A name that the official table does not know under this county is still a township that its county named.
    select n.event_id, coalesce(r.region_code, n.current_code || n.name_zh), n.current_code, true
    from named as n
    left join staging.codebook_regions as r
        on r.parent_code = n.current_code and r.level = 'township' and r.valid_to = ''
        and r.name_zh = regexp_replace(n.name_zh, '街道办事处$|街道办$|街办$|办事处$', '街道')
    where n.name_zh <> ''
)
select
    e.year,
    cast(e.occurred_at as date) as date,
    k.township_code,
    k.above_code,
    e.hazard_level1,
    e.hazard_key,
    bool_or(k.is_affected) as is_affected
from known as k
inner join core.events as e on e.event_id = k.event_id
group by all
