-- One row is one township × year × hazard of which something is known: from its own reports, or named by its county.
with known as (
    select event_id, region_code as township_code, is_affected
    from core.region_losses
    where region_level = 'township'
    union all
    select l.event_id, r.region_code, true
    from (
        select event_id, current_code, trim(unnest(string_split(affected_township_names, ','))) as name_zh
        from core.losses
        where not held_out and affected_township_names <> ''
    ) as l
    inner join staging.codebook_regions as r
        on r.parent_code = l.current_code and r.name_zh = l.name_zh and r.level = 'township'
)
select
    e.year,
    k.township_code,
    e.hazard_level1,
    e.hazard_key,
    bool_or(k.is_affected) as is_affected
from known as k
inner join core.events as e on e.event_id = k.event_id
group by all
order by all
