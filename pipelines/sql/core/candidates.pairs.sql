-- One row is one record that may repeat another one, beside that one: first those that are told in most detail.
select * exclude (first_year, year)
from steps.candidate_pairs
where year = first_year
order by
    is_other_stated desc, other_figures desc, other_event_id, days_apart nulls last, other_region_code, other_source_locator, figures,
    event_id, region_code, source_locator, other_source_id, source_id
