-- More dead than in the version before while as many or more are missing as ever: perhaps who was found dead is still counted as missing.
with compared as (
    select
        *,
        lag(deaths) over (partition by event_id, record_code order by run) as earlier_deaths,
        lag(missing) over (partition by event_id, record_code order by run) as earlier_missing
    from steps.told_versions
)
select source_id, source_locator, event_id, region_code, 'deaths' as indicator, deaths as value, earlier_deaths as other,
    null as amount, '失踪人口仍为 ' || missing as detail_zh, 'missing: still ' || missing as detail_en
from compared
where deaths > earlier_deaths and missing = earlier_missing and missing >= deaths - earlier_deaths
