-- The shapes of some places for a year's map. Borders of two files do not fit together, so one file is the base: the one with most places
-- whose codes were in force that year, then the nearest in time, then the latest. What it lacks comes from others.
with wanted as (
    select
        *,
        coalesce(first_year, $year) <= $year and coalesce(last_year, $year) >= $year as is_in_force
    from core.boundaries
    where current_code in (select unnest($codes))
),
files as (
    select
        source_id,
        row_number() over (
            order by count(distinct current_code) filter (is_in_force) desc, count(distinct current_code) desc,
                abs(min(vintage) - $year) nulls last, min(vintage) desc nulls last, source_id
        ) as file_order
    from wanted
    group by source_id
)
select
    f.file_order,
    w.vintage,
    w.current_code,
    w.region_code,
    w.region_name,
    w.last_year is not null as is_former,
    w.coordinates,
    w.geometry,
    w.label_x,
    w.label_y,
    w.label_radius
from wanted w
join files f using (source_id)
where f.file_order = 1 or w.is_in_force
qualify f.file_order = min(f.file_order) over (partition by w.current_code)
    and (w.is_in_force or not bool_or(w.is_in_force) over (partition by f.file_order, w.current_code))
order by f.file_order, w.region_code
