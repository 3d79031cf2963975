-- Findings on the region's own rows: by its codes, or by the place in a file where one of its rows stands. What a message says of a disaster,
-- of amounts or of the number of rows of other regions is left out.
with places as (
    {places}
),
hidden as (
    select c.source_id, c.source_locator, min(c.other_event_id) as other_event_id
    from whole.core.candidates as c
    where (c.other_region_code in (select region_code from scope.below)) is not true
    group by all
),
-- A finding that stands for many (pipelines/readers/row_places.py) counts the rows of all regions.
counted as (
    select '（等 [0-9]+ 处 / [0-9]+ places）' as places
)
select f.* replace (
    regexp_replace(f.value, n.places, '') as value,
    case when h.other_event_id is not null then replace(f.message_zh, h.other_event_id, '上级的一次灾害过程')
        else regexp_replace(regexp_replace(f.message_zh, '中位数 [^ ]+ 元', '中位数'), n.places, '') end as message_zh,
    case when h.other_event_id is not null then replace(f.message_en, h.other_event_id, 'a disaster of the level above')
        else regexp_replace(regexp_replace(f.message_en, 'median of such rows \([^)]*\)', 'median of such rows'), n.places, '') end as message_en
)
from whole.checks.findings as f
cross join counted as n
left join hidden as h on f.rule_id = 'R090' and h.source_id = f.source_id and h.source_locator = f.source_locator
where f.region_code in (select region_code from scope.below)
    -- Not what is told of many shapes at the place of the first: it names them.
    or f.rule_id not in ('F158', 'F161') and (f.source_id, f.source_locator) in (select (source_id, source_locator) from places)
