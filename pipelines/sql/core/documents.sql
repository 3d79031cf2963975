-- One row is one document that was received, with how many figures it states and on how many nobody has decided yet.
with lines as (
    select source_id, arg_min(text, line) as title from core.document_lines group by source_id
),
figures as (
    select
        source_id,
        count(*) as figures,
        count(*) filter (status = 'undecided') as undecided,
        count(*) filter (is_countable) as counted
    from core.document_figures
    group by source_id
)
select
    l.source_id,
    s.path,
    s.sha256,
    l.title,
    s.first_seen,
    coalesce(f.figures, 0) as figures,
    coalesce(f.undecided, 0) as undecided,
    coalesce(f.counted, 0) as counted
from lines as l
inner join staging.sources as s on s.source_id = l.source_id
left join figures as f on f.source_id = l.source_id
order by s.path
