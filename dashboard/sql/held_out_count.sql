-- How many records may repeat another source's disaster.
select count(*) as records from core.losses where held_out
