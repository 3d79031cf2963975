-- One row is one day of occurrence (null where none is told) × region (county and up) × level-1 hazard × stretch of time in which it was
-- known so: how many records, how many of them final, how many held out of totals. `is_current` is the state of now.
select
    p.ancestor_code as region_code,
    cast(s.year as integer) as year,
    cast(s.occurred_at as date) as date,
    s.hazard_level1 as hazard_key,
    s.known_from,
    s.known_to,
    s.is_current,
    count(*) as records,
    count(*) filter (s.stage = 'final') as final,
    count(*) filter (s.held_out) as held_out
from core.version_spans as s
inner join steps.region_paths as p on p.region_code = s.current_code
inner join steps.region_tree as t on t.region_code = p.ancestor_code and t.level in ('country', 'province', 'prefecture', 'county')
group by all
