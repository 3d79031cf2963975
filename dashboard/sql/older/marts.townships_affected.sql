-- The townships of a region that say themselves that they were hit on the days in question.
select
    $kind as period_kind, l.year, p.ancestor_code as region_code, l.hazard_key, count(distinct l.region_code) as townships_affected
from (
    select year, region_code, unnest(['all', hazard_level1]) as hazard_key
    from core.region_losses
    where region_level = 'township' and is_affected and year = $year and occurred_on between $first and $last
) l
join core.region_paths p on p.region_code = l.region_code
where p.ancestor_code = $region
group by l.year, p.ancestor_code, l.hazard_key
