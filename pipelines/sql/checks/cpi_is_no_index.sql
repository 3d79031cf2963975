-- Consumer price indices that cannot be indices with the year before as 100, such as rates of change: prices are not chained with them.
select c.source_id, c.source_locator, null as event_id, c.region_code, 'cpi' as indicator, c.cpi as value,
    c.year as other, null as amount
from core.cpi as c
inner join staging.codebook_figure_limits as l on l.kind = 'ledger' and l.name = 'cpi'
where c.cpi not between cast(l.smallest as decimal(18,6)) and cast(l.largest as decimal(18,6))
