-- The shapes of the places directly below a region for a year's map. Borders of two files do not fit together, so one file is the base:
-- the one with most places whose codes were in force that year, then the nearest in time, then the latest. What it lacks comes from others.
with below as (
    select
        *,
        coalesce(first_year, $year) <= $year and coalesce(last_year, $year) >= $year as is_in_force
    from core.boundaries
    where current_code in (select region_code from core.regions where parent_code = $region)
        or (parent_code = $region and current_code not in (select region_code from core.regions))
),
files as (
    select
        source_id,
        row_number() over (
            order by count(distinct current_code) filter (is_in_force) desc, count(distinct current_code) desc,
                abs(min(vintage) - $year) nulls last, min(vintage) desc nulls last, source_id
        ) as file_order
    from below
    group by source_id
)
select
    f.file_order,
    b.vintage,
    b.current_code,
    b.region_code,
    b.region_name,
    b.coordinates,
    b.geometry,
    b.label_x,
    b.label_y,
    b.label_radius
from below b
join files f using (source_id)
where f.file_order = 1 or b.is_in_force
qualify f.file_order = min(f.file_order) over (partition by b.current_code)
    and (b.is_in_force or not bool_or(b.is_in_force) over (partition by f.file_order, b.current_code))
order by f.file_order, b.region_code
