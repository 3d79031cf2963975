-- One row is the annual figures of the chosen region or of one directly below it, for all hazards or one of level 1.
select a.*
from marts.annual_losses as a
inner join core.regions as r on r.region_code = a.region_code
where a.year = $year
    and $region in (a.region_code, r.parent_code)
    and (a.hazard_key = 'all' or a.hazard_key in (select hazard_key from meta.hazards where coalesce(parent_key, '') = ''))
order by r.depth, a.region_code, a.hazard_key
