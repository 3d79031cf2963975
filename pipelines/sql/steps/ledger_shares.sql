-- One row is one stated cell of a ledger × one region whose figure it is part of: its own region (distance 0), and each region above up to
-- the first that states the cell itself. The sum of a region's rows is its own figure, else the sum of its children, whatever the depth.
select c.* exclude (region_code), c.region_code as stated_code, p.ancestor_code as region_code, t.level as region_level, p.distance
from steps.ledger_cells as c
inner join steps.region_paths as p on p.region_code = c.region_code
inner join steps.region_tree as t on t.region_code = p.ancestor_code
left join steps.ledger_stops as s
    on s.region_code = c.region_code and s.ledger = c.ledger and s.period_kind = c.period_kind and s.year = c.year
    and s.season = c.season and s.who = c.who and s.what = c.what and s.stage = c.stage and s.detail = c.detail and s.part = c.part
    and s.measure = c.measure
where s.stop_distance is null or p.distance < s.stop_distance
