-- Documents that were received anew with another text: what was confirmed in the text before counts no longer.
select
    n.source_id, null as source_locator, null as event_id, null as region_code, null as indicator,
    cast(count(*) as varchar) as value, null as other, null as amount
from steps.document_decisions as d
inner join staging.sources as n on n.path = d.path and n.status = 'active' and n.sha256 <> d.sha256
inner join core.documents as c on c.source_id = n.source_id and c.undecided > 0
where d.decision = 'confirm'
    and not exists (select 1 from staging.sources as o where o.sha256 = d.sha256 and o.status = 'active')
group by n.source_id
order by all
