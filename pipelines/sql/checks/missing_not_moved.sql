-- Fewer missing than in the version before, and not as many more dead: who is neither was found alive, or is lost from the figures.
with compared as (
    select
        *,
        lag(deaths) over (partition by event_id, record_code order by run) as earlier_deaths,
        lag(missing) over (partition by event_id, record_code order by run) as earlier_missing
    from steps.told_versions
)
select source_id, source_locator, event_id, region_code, 'missing' as indicator, missing as value, earlier_missing as other,
    null as amount, '死亡人口由 ' || earlier_deaths || ' 变为 ' || deaths as detail_zh,
    'deaths: ' || earlier_deaths || ', now ' || deaths as detail_en
from compared
where deaths is not null and earlier_deaths is not null and earlier_missing - missing > greatest(deaths - earlier_deaths, 0)
