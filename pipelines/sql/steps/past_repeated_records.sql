-- One row is one state of a disaster × region whose own figures came in several records.
select event_id, current_code
from steps.past_losses
where not held_out
group by event_id, current_code
having count(*) > 1
