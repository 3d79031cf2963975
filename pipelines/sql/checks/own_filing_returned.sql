-- Filings of this bureau that the upper level returned and that no newer filing has replaced.
select null as source_id, null as source_locator, null as event_id, r.region_code, null as indicator, r.filing_id as value,
    r.reason || '（' || concat_ws(' ', nullif(r.bureau, ''), r.returned_by) || '）' as other, null as amount
from core.returned_filings as r
where r.is_open
