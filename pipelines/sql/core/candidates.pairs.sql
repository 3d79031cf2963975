-- One row is one record that is held out, as it may repeat another one, beside that one. Who is held out is chosen from these pairs, from
-- the record that is told in most detail down.
select * exclude (first_year, year)
from steps.candidate_pairs
where year = first_year
order by
    is_other_stated desc, other_figures desc, other_event_id, days_apart nulls last, other_region_code, other_source_locator, figures,
    event_id, region_code, source_locator, other_source_id, source_id
