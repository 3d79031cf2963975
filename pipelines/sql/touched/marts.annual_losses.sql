-- The regions that hold a township of which something else is known, or which lies in others than before.
select t.year, p.ancestor_code as region_code
from changes.steps_township_years as t
inner join steps.region_paths as p on p.region_code = t.above_code
union
select t.year, p.ancestor_code
from changes.steps_region_paths as p
inner join steps.township_years as t on t.above_code = p.region_code
union
-- A township that is gone, from where it lay before.
select t.year, p.ancestor_code
from changes.steps_township_years as t
inner join changes.steps_region_paths as p on p.region_code = t.above_code
