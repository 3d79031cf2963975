-- What is not broken down of a region whose level is another one.
select l.year, l.region_code
from core.region_losses as l
semi join changes.steps_region_tree as t on t.region_code = l.parent_code
