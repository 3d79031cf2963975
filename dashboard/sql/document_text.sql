-- The text of a document between two of its characters, paragraph by paragraph; a very long paragraph in parts.
with part as (
    select line, start_offset + part_start as start_offset, substr(text, part_start + 1, $size) as text
    from (
        select *, unnest(range(0, greatest(length(text), 1)::integer, $size::integer)) as part_start
        from core.document_lines
        where source_id = $document and start_offset < $last and start_offset + length(text) > $first
    )
)
select line, start_offset, text
from part
where start_offset < $last and start_offset + length(text) > $first
order by start_offset
