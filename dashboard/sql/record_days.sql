-- On how many records each day has, the latest first, those without a day last: where a page of a long list begins and ends.
select date, cast(sum(records) as bigint) as records
from marts.record_counts
where region_code = $region and year = $year and (date is null or date between $first and $last)
    and ($hazard = 'all' or hazard_key = $hazard)
    and case when $day::date is null then is_current
        else known_from::date <= $day and (known_to is null or known_to::date > $day) end
group by date
order by date desc nulls last
