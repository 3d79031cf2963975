-- How far a running disaster is from every stated threshold, the lowest level first.
with criteria as (
    select criterion, name_zh, name_en, row_number() over () as place from meta.response_criteria
)
select d.*, c.name_zh, c.name_en
from marts.response_distance d
left join criteria c using (criterion)
where d.event_id = $event
order by d.region_code, c.place, d.level_order desc
