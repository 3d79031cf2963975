-- One row is the progress of rebuilding and repair in one region and year, or after one disaster, up to a day; money in 元.
-- Each figure counts as the latest day that states it says, and where it is told of the whole year, not of its disasters as well:
-- `told_place` orders the rows of a region, year and disaster, and `is_latest` marks those that any figure is taken from.
with told as (
    select
        l.* exclude (source_id, source_locator),
        l.source_id,
        l.source_locator,
        c.current_code,
        c.part_code,
        row_number() over (
            partition by c.part_code, l.year, coalesce(l.disaster, '')
            order by l.as_of desc nulls last, coalesce(s.known_as, s.path), l.source_id, l.source_locator
        ) as told_place
    from staging.ledger_rebuilding as l
    inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
    inner join steps.region_codes as c on c.region_code = l.region_code
),
figures as (
    select source_id, source_locator, part_code, year, disaster, told_place, unnest([
        case when rebuild_need_households is not null then 1 end, case when rebuild_done_households is not null then 2 end,
        case when repair_need_households is not null then 3 end, case when repair_done_households is not null then 4 end,
        case when fund_paid is not null then 5 end
    ]) as figure
    from told
),
counted as (
    select source_id, source_locator
    from figures
    where figure is not null
    qualify told_place = min(told_place) over (partition by part_code, year, disaster, figure)
        and (disaster is null or not bool_or(disaster is null) over (partition by part_code, year, figure))
)
select *, (source_id, source_locator) in (select source_id, source_locator from counted) as is_latest
from told
order by source_id, source_locator
