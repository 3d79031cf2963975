-- One row is one year × region: what a series may break at. Definitions changed with the regime of 2020, so that records of
-- older regimes do not compare with later ones; layouts since then share their definitions. And the old codes among records.
with told as (
    select distinct year, region_code, current_code, regime < '2020' as is_older
    from core.losses
    where not held_out
),
marked as (
    select
        l.year,
        p.ancestor_code as region_code,
        case when l.is_older then 'before 2020' when not l.is_older then 'since 2020' end as definitions,
        case
            when t.level in ('county', 'zone') and substr(l.region_code, 1, 6) <> substr(l.current_code, 1, 6)
                then substr(l.region_code, 1, 6)
            when t.level = 'prefecture' and substr(l.region_code, 1, 4) <> substr(l.current_code, 1, 4)
                then substr(l.region_code, 1, 4)
            when t.level = 'province' and substr(l.region_code, 1, 2) <> substr(l.current_code, 1, 2)
                then substr(l.region_code, 1, 2)
        end as old_code
    from told as l
    inner join steps.region_paths as p on p.region_code = l.current_code
    inner join steps.region_tree as t on t.region_code = p.ancestor_code
    where t.level in ('country', 'province', 'prefecture', 'county')
)
select
    year,
    region_code,
    string_agg(distinct definitions, ' ' order by definitions) as definitions,
    coalesce(string_agg(distinct old_code, ' ' order by old_code), '') as old_codes
from marked
group by year, region_code
order by year, region_code
