-- How many records stand behind a figure, how many are settled, how many are held out of totals; as of now, or of the end of a day.
select
    cast(coalesce(sum(records), 0) as bigint) as records, cast(coalesce(sum(final), 0) as bigint) as final,
    cast(coalesce(sum(held_out), 0) as bigint) as held_out
from marts.record_counts
where region_code = $region and year = $year and (date is null or date between $first and $last)
    and ($hazard = 'all' or hazard_key = $hazard)
    and case when $day::date is null then is_current
        else known_from::date <= $day and (known_to is null or known_to::date > $day) end
