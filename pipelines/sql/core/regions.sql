-- One row is one node of the tree in use: regions, placed zones, and the 未分解到下级 node of each region that needs one.
select region_code, name_zh, level, parent_code, depth, is_known, break_flag
from steps.region_tree
union
select distinct
    l.region_code, '未分解到下级', 'unallocated', l.parent_code, l.depth, t.is_known, t.break_flag
from core.region_losses as l
inner join steps.region_tree as t on t.region_code = l.parent_code
where l.region_level = 'unallocated'
union
select
    a.region_code, '未分解到下级', 'unallocated', t.region_code, t.depth + 1, t.is_known, t.break_flag
from steps.annual_adjustments as a
inner join steps.region_tree as t on a.region_code = t.region_code || '-rest'
order by region_code
