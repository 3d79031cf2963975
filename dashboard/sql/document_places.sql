-- Every figure of a document in the order of the text: where it stands, how it is decided, what it lacks.
select start_offset, end_offset, status, coalesce(lacks, '') as lacks
from core.document_figures
where source_id = $document
order by start_offset, end_offset
