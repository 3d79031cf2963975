-- One row is one part of one year × region × hazard (all, level 1): the townships hit between its first and its last day. Of whole years
-- `marts.annual_losses` tells. A disaster without a date is in what the latest year has so far, as in sums (`steps.window_sums`);
-- elsewhere it is left out.
with days as (
    select distinct w.window_key, t.year, t.township_code, t.above_code, t.hazard_level1
    from steps.township_days as t
    inner join steps.window_years as w
        on w.year = t.year and w.window_key <> 'year'
        and case
            when t.date is not null then t.date between w.window_start and w.window_end
            else w.is_latest and w.start_md = '01-01' and w.window_end >= w.data_through
        end
    where t.is_affected
),
counted as (
    select d.window_key, d.year, p.ancestor_code as region_code, s.hazard_key, count(distinct d.township_code) as townships_affected
    from days as d
    inner join (
        select distinct hazard_level1, unnest(['all', hazard_level1]) as hazard_key from days
    ) as s on s.hazard_level1 = d.hazard_level1
    inner join steps.region_paths as p on p.region_code = d.above_code
    inner join steps.region_tree as t
        on t.region_code = p.ancestor_code and t.level in ('country', 'province', 'prefecture', 'county')
    group by d.window_key, d.year, p.ancestor_code, s.hazard_key
)
select p.period_kind, c.year, c.region_code, c.hazard_key, c.townships_affected
from steps.periods as p
inner join counted as c on c.window_key = p.window_key and c.year = p.year
