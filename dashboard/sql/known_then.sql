-- A year's figures as they were known at the end of a day; no row where nothing had been received by then.
select *
from marts.annual_known
where year = $year and region_code = $region and known_from::date <= $day and (known_to is null or known_to::date > $day)
