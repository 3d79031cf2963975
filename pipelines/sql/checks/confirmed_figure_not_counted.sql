-- Confirmed figures of a document that cannot count: no such indicator, no region or period, or a number that cannot be read.
select
    s.source_id, concat(d.start_offset, '-', d.end_offset) as source_locator, null as event_id, d.region_code, d.indicator,
    cast(d.value as varchar) as value, null as other, null as amount
from steps.document_decisions as d
inner join staging.sources as s on s.sha256 = d.sha256 and s.status = 'active'
where d.decision = 'confirm' and not d.is_countable
order by all
