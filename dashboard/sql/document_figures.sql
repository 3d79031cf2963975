-- Some figures of a document with all that is known of them, by where they start; of a very long sentence the words around.
select * replace (
    substr(sentence, greatest(start_offset - sentence_start - 300, 0)::bigint + 1, 800) as sentence,
    sentence_start + greatest(start_offset - sentence_start - 300, 0) as sentence_start
)
from core.document_figures
where source_id = $document and list_contains($starts, start_offset)
order by start_offset, end_offset
