-- The regions that a figure may be of, the widest first, as many as a list can hold.
select region_code
from core.regions
where level <> 'unallocated'
order by depth, region_code
limit $limit
