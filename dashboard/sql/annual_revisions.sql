-- One annual figure from every moment on at which it changed.
select known_from, value, prior_value, change, cause, cause_kind
from marts.revisions
where kind = 'annual' and year = $year and region_code = $region and indicator = $name
order by known_from
