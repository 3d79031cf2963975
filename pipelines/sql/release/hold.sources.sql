-- One row is one year and the files whose records of that year are in only one of the two releases.
with old_records as (
    select distinct year, source_id from old.core.losses
),
new_records as (
    select distinct year, source_id from new.core.losses
),
only_one as (
    (select year, source_id from old_records except select year, source_id from new_records)
    union
    (select year, source_id from new_records except select year, source_id from old_records)
),
paths as (
    select source_id, path from new.meta.sources
    union
    select source_id, path from old.meta.sources
)
select o.year, list(distinct p.path order by p.path) as sources
from only_one as o
inner join paths as p on p.source_id = o.source_id
group by o.year
