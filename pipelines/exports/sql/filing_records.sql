-- One row is one disaster × filing region below $region: counties, or the lowest level above them that filed alone.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
),
resolved as (
    select
        l.*,
        l.region_level in ('country', 'province', 'prefecture', 'county') or l.region_code = $region as may_file
    from core.region_losses as l
    where l.year = $year and l.region_level <> 'unallocated'
        and l.region_code in (select region_code from subtree)
),
-- What the records of the filing region itself say; a region may have filed more than once in one disaster.
own as (
    select
        event_id,
        current_code as region_code,
        case when count(distinct hazard_key) = 1 then min(hazard_key) end as hazard_key,
        min(occurred_at) as occurred_at
    from core.losses
    where not held_out and year = $year
    group by event_id, current_code
)
select r.*, coalesce(o.hazard_key, e.hazard_key) as own_hazard_key, coalesce(o.occurred_at, e.occurred_at) as occurred_at
from resolved as r
inner join core.events as e on e.event_id = r.event_id
left join own as o on o.event_id = r.event_id and o.region_code = r.region_code
where r.may_file and not exists (
    select 1 from resolved as c where c.event_id = r.event_id and c.parent_code = r.region_code and c.may_file
)
order by occurred_at nulls last, r.region_code, r.event_id
