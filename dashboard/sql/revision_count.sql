-- Whether anything ever changed.
select count(*) as revisions from marts.revisions
