-- Who filed for a year, and who was expected to: those that want a look first.
select s.*, f.prepared_by, f.reviewed_by, f.state, f.profile, f.explained, f.folder
from marts.filing_status s
left join (select * from core.received_filings qualify row_number() over (partition by filing_id order by folder) = 1) f
    using (filing_id)
where s.year = $year
order by
    list_position(['tampered', 'incomplete', 'missing', 'late', 'returned', 'zero', 'filed'], s.status) nulls first, s.region_code
