-- The regions that hold a township of which something else is known.
select t.year, p.ancestor_code as region_code
from changes.steps_township_years as t
inner join steps.region_paths as p on p.region_code = t.above_code
