-- Annual figures that changed: how often, and when last.
select year, region_code, indicator, count(*) filter (where prior_value is not null) as changes, max(known_from) as last_moment
from marts.revisions
where kind = 'annual'
group by all
order by year desc, region_code, indicator
