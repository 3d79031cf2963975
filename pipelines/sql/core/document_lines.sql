-- One row is one paragraph of a document that was received; what tells of persons is blanked. Blank paragraphs are left out.
select l.source_id, l.line, l.start_offset, l.text
from staging.document_lines as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
order by l.source_id, l.line
