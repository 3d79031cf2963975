-- Of the regions below one (or itself) that the bureau's list expects to report for a year: how many did, said that nothing happened, or did neither.
with recursive below as (
    select $region as region_code
    union
    select r.region_code from core.regions r join below b on r.parent_code = b.region_code
),
units as (
    select u.reports > 0 as has_reported, coalesce(f.status = 'zero', false) as is_zero
    from marts.reporting_status u
    left join marts.filing_status f on f.year = u.year and f.region_code = u.region_code
    where u.year = $year and u.region_code in (select region_code from below)
)
select count(*) as expected,
    count(*) filter (where has_reported) as reported,
    count(*) filter (where not has_reported and is_zero) as zero,
    count(*) filter (where not has_reported and not is_zero) as missing
from units
