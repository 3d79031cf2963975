-- The years in which a township was hit that lies in others than before, or below a region whose level is another one.
select t.year
from steps.township_days as t
semi join changes.steps_region_paths as p on p.region_code = t.above_code
union
select t.year
from steps.township_days as t
inner join steps.region_paths as p on p.region_code = t.above_code
semi join changes.steps_region_tree as r on r.region_code = p.ancestor_code
