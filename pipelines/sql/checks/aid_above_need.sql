-- Winter-spring aid that reached more people than were in need, each as of the latest day that states it.
select a.source_id, a.source_locator, null as event_id, a.region_code, 'aided_people' as indicator, a.value, n.value as other, null as amount
from steps.ledger_cells as a
inner join steps.ledger_cells as n
    on n.ledger = a.ledger and n.region_code = a.region_code and n.season = a.season and n.measure = 'need_people'
where a.ledger = 'winter_spring' and a.measure = 'aided_people' and a.value > n.value
