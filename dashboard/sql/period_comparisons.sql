-- Every figure reported for a period, with the year before, its file and its place in the file.
select c.*, i."group" as indicator_group, s.path as source_file
from marts.period_comparisons c
left join meta.indicators i on i.column_name = c.indicator
left join meta.sources s using (source_id)
order by c.period_kind = 'plan', c.year desc, c.region_code, try_cast(i.national_seq as integer) nulls last, i."group", c.indicator, c.period_start, c.period_end
