-- Years for which somebody filed, or was expected to.
select year from marts.filing_status
union
select year from core.received_filings where year is not null
order by year desc
