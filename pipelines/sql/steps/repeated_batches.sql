-- One row is one batch of relief money that a file holds although an earlier one (by its path) holds it too, with both amounts in 元.
with files as (
    select
        f.document_no, coalesce(f.batch, '') as batch, f.stage, f.part_code, f.payer_level, f.purpose, f.spent_on, f.source_id, s.path, f.is_repeated,
        sum(f.amount) as amount, min(f.source_locator) as source_locator, min(f.region_code) as region_code
    from core.relief_funds as f
    inner join staging.sources as s on s.source_id = f.source_id
    where f.document_no is not null
    group by all
)
select
    l.source_id, l.source_locator, l.region_code, l.document_no, e.path as earlier_path, e.source_locator as earlier_locator,
    l.amount, e.amount as earlier_amount
from files as l
inner join files as e
    on e.document_no = l.document_no and e.batch = l.batch and e.stage = l.stage and e.part_code = l.part_code
    and e.payer_level = l.payer_level and e.purpose = l.purpose and e.spent_on is not distinct from l.spent_on and not e.is_repeated
where l.is_repeated
