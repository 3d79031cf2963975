-- One row is one year × region × hazard × loss category: its value (万元), its share of the total, and parts minus total.
with totals as not materialized (
    select year, region_code, region_level, hazard_key, direct_economic_loss as total
        , {category}
        , cast(
            0
            + coalesce({category}, 0)
            as decimal(38,6)
        ) as parts
    from marts.annual_losses
),
parts as (
    select *, cast(null as integer) as category_order, '' as category, cast(null as decimal(38,6)) as value from totals where false
    union all select *, {category.loss_category}, '{category}', {category} from totals where {category} is not null
)
select
    year,
    region_code,
    region_level,
    hazard_key,
    category,
    value,
    -- Exact to six places, truncated: DECIMAL / DECIMAL would be a binary fraction.
    case when total > 0 then cast(
        cast(cast(value * 1000000 as hugeint) * 100000000 // cast(total * 1000000 as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as share_pct,
    parts - total as parts_minus_total,
    category_order
from parts
