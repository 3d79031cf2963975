-- How many characters a document has, up to the end of its last paragraph.
select coalesce(max(start_offset + length(text)), 0) as characters
from core.document_lines
where source_id = $document
