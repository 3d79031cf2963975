-- One row is one part of the year that periods are made of, from one MM-DD to another, both included.
with bounds as (
    select strftime(c.data_through, '%m-%d') as through_md, s.flood_season_start as flood_start, s.flood_season_end as flood_end
    from steps.data_cutoff as c
    cross join staging.settings as s
)
select 'year' as window_key, '01-01' as start_md, '12-31' as end_md from bounds
union all
select 'to_date', '01-01', through_md from bounds
union all
select 'half_year', '01-01', '06-30' from bounds
union all
select 'flood_season', flood_start, flood_end from bounds
union all
select 'flood_season_to_date', flood_start, through_md from bounds where through_md >= flood_start and through_md < flood_end
order by 1
