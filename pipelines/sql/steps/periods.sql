-- One row is one period of one year, the part of the year that it compares, and the MM-DD it reaches.
-- The latest year reaches the cut-off of the data; its whole year is open until 12-31 and compares with nothing. Years that
-- only period figures know have no other period than the whole.
with years as (
    select
        cast(y.year as integer) as year,
        y.year = c.latest_year as is_latest,
        y.year <= c.latest_year as is_reported,
        strftime(c.data_through, '%m-%d') as through_md,
        s.flood_season_start,
        s.flood_season_end
    from (select unnest(range(first_year, last_year + 1)) as year from steps.data_cutoff) as y
    cross join steps.data_cutoff as c
    cross join staging.settings as s
)
select 'year' as period_kind, year, 'year' as window_key,
    case when is_latest then through_md else '12-31' end as through_date,
    is_latest and through_md < '12-31' as is_open
from years
union all
select 'year_to_date', year, 'to_date', through_md, false from years where is_reported
union all
select 'half_year', year,
    case when is_latest and through_md < '06-30' then 'to_date' else 'half_year' end,
    case when is_latest and through_md < '06-30' then through_md else '06-30' end,
    false
from years
where is_reported
union all
select 'flood_season', year,
    case when is_latest and through_md < flood_season_end then 'flood_season_to_date' else 'flood_season' end,
    case when is_latest and through_md < flood_season_end then through_md else flood_season_end end,
    false
from years
where is_reported and (not is_latest or through_md >= flood_season_start)
order by period_kind, year
