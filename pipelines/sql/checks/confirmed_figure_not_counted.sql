-- Confirmed figures of a document that cannot count: an indicator, hazard, region, unit or state that there is not, a period that is
-- none, a number that cannot be read, or a place at which the document has no text.
select
    source_id, source_locator, null as event_id, region_code, indicator, cast(value as varchar) as value, null as other, null as amount
from core.document_figures
where status in ('confirmed', 'changed', 'added') and not coalesce(is_countable, false)
order by all
