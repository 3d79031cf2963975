-- Documents with figures that nobody has confirmed or refused yet: they count nowhere.
select
    source_id, null as source_locator, null as event_id, null as region_code, null as indicator,
    cast(undecided as varchar) as value, cast(figures as varchar) as other, null as amount
from core.documents
where undecided > 0
order by all
