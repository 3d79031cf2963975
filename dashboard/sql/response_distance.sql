-- How far a running disaster is from every stated threshold, the lowest level first.
select d.*, c.name_zh, c.name_en
from marts.response_distance d
left join meta.response_criteria c using (criterion)
where d.event_id = $event
order by d.region_code, c.rowid, d.level_order desc
