-- States of the figures of the region's own rows.
select *
from whole.core.figure_states
where (source_id, source_locator) in (
    {places}
)
