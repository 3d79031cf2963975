-- One row is one staged report: the region as it is today, the level-1 hazard, and what tells its versions apart.
select
    r.source_id,
    r.source_locator,
    try_cast(regexp_extract(r.source_locator, '([0-9]+)[^0-9]*$', 1) as bigint) as row_number,
    s.status = 'active' as is_active,
    r.region_code,
    c.current_code,
    -- Units that were merged stay records of their own; a unit with a new code is the same unit.
    case when m.old_code is null then c.current_code else r.region_code end as record_code,
    r.hazard_key,
    coalesce(nullif(h.parent_key, ''), r.hazard_key) as hazard_level1,
    r.event_key,
    r.occurred_at,
    coalesce(year(r.occurred_at), r.year_hint, year(r.as_of), year(r.reported_at)) as year,
    r.as_of,
    case r.stage when 'final' then 3 when 'update' then 2 when 'initial' then 1 else 0 end as stage_rank,
    r.reported_at,
    0
        + (r.{losses} is not null)::integer
        as figures,
    hash(
        0
        , r.{losses}
    ) as figures_hash
from staging.reports as r
inner join staging.sources as s on s.source_id = r.source_id
inner join steps.region_codes as c on c.region_code = r.region_code
left join staging.codebook_hazards as h on h.hazard_key = r.hazard_key
left join (
    select distinct old_code from staging.codebook_region_changes where kind = 'merge'
) as m on m.old_code = substr(r.region_code, 1, 6)
