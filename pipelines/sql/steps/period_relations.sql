-- One row is one way in which period figures hang together, and one indicator in it: `part` of a `total` (equals), no more than the total
-- (within), numerator and denominator of a stated rate (rate), or the same number told twice (same). From the parents of the indicators,
-- and the codebook of period sums.
with stated as (
    select 'equals' as relation, i.parent as total, string_agg(i.column_name, ' ' order by i.column_name) as parts, '' as unless
    from staging.codebook_indicators as i
    inner join staging.codebook_indicators as t on t.column_name = i.parent and t.ledger = 'period'
    where i.ledger = 'period' and i.part_kind = 'part'
    group by i.parent
    union all
    select 'within', parent, column_name, ''
    from staging.codebook_indicators
    where ledger = 'period' and part_kind = 'subset'
    union all
    select relation, total, parts, unless from staging.codebook_period_sums
)
select
    relation, total, parts, unless, unnest(string_split(parts, ' ')) as part,
    unnest(range(1, cast(len(string_split(parts, ' ')) as integer) + 1)) as part_number
from stated
