-- One row is one disaster × region whose own figures come in several records: units merged since, or rows a file repeats.
select event_id, current_code
from core.losses
where not held_out
group by event_id, current_code
having count(*) > 1
