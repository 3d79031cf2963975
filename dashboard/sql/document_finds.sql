-- Where some words stand in a document, each place with what stands before and after; as many as a person can choose from.
with part as (
    select line, start_offset, text, unnest(parts) as part, generate_subscripts(parts, 1) as n, len(parts) as parts
    from (
        select *, string_split(text, $words) as parts
        from core.document_lines
        where source_id = $document and contains(text, $words)
    )
), place as (
    select line, start_offset, text, n, parts,
        sum(length(part)) over (partition by line order by n)::bigint + (n - 1) * length($words) as before
    from part
)
select start_offset + before as start_offset,
    substr(text, greatest(before - 15, 1), least(before, 16)) as words_before, substr(text, before + length($words) + 1, 16) as words_after
from place
where n < parts
order by start_offset
limit $limit
