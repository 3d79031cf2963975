-- One row is the need and aid of one region in one winter-spring season (December to May) as a ledger of an active source writes it.
-- Money in 元. `season_year` is the year in which the season ends. Each figure counts as the latest day that states it says: `told_place`
-- orders the rows of a region and season, and `is_latest` marks those that any figure is taken from.
with told as (
    select
        l.* exclude (source_id, source_locator),
        l.source_id,
        l.source_locator,
        c.current_code,
        c.part_code,
        cast(right(l.season, 4) as integer) as season_year,
        row_number() over (
            partition by c.part_code, l.season order by l.as_of desc nulls last, coalesce(s.known_as, s.path), l.source_id, l.source_locator
        ) as told_place
    from staging.ledger_winter_spring as l
    inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
    inner join steps.region_codes as c on c.region_code = l.region_code
)
select
    *,
    coalesce(told_place in (
        min(case when need_households is not null then told_place end) over unit,
        min(case when need_people is not null then told_place end) over unit,
        min(case when aided_households is not null then told_place end) over unit,
        min(case when aided_people is not null then told_place end) over unit,
        min(case when aided_person_times is not null then told_place end) over unit,
        min(case when fund is not null then told_place end) over unit,
        min(case when goods_value is not null then told_place end) over unit
    ), false) as is_latest
from told
window unit as (partition by part_code, season)
order by source_id, source_locator
