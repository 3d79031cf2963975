-- One row is one year × region (county and up) × hazard (all, level 1) × rate: the annual figure (settled, else as reported, else as the
-- disasters add up: a rate is compared with no year before), what it is divided by (of the same region and year: nothing is carried over
-- or added up), and the rate, exact to six places, truncated. Notes: no_figure,
-- no_denominator, year_open (the year so far), not_covered, approximate, denominator_approximate, denominator_disputed.
with wanted as (
    select
        r.rate, r.indicator, r.denominator, r.unit,
        cast(r.multiplier as hugeint) as multiplier,
        string_split(r.kinds, ' ') as kinds
    from staging.codebook_rates as r
),
known as (
    select w.rate, w.indicator, w.multiplier, w.unit, y.year, y.region_code, y.hazard_key, y.value, y.basis, y.note, y.break_flag,
        w.denominator, w.kinds
    from steps.year_on_year_views as y
    inner join wanted as w on w.indicator = y.indicator
    where y.period_kind = 'year' and y.price = 'nominal'
    qualify row_number() over (
        partition by w.rate, y.year, y.region_code, y.hazard_key
        order by case y.basis when 'settled_annual' then 1 when 'reported_annual' then 2 when 'event_sum' then 3 else 4 end,
            y.wanted_basis <> 'best'
    ) = 1
),
divided as (
    select k.*, d.value as divisor, d.kind, d.unit as divisor_unit, d.publication, d.source_id, d.source_locator,
        d.is_approximate, d.is_disputed
    from known as k
    left join steps.denominators as d
        on d.denominator = k.denominator and d.region_code = k.region_code and d.year = k.year and list_contains(k.kinds, d.kind)
    qualify row_number() over (
        partition by k.rate, k.year, k.region_code, k.hazard_key order by list_position(k.kinds, d.kind) nulls last
    ) = 1
)
select
    year,
    region_code,
    hazard_key,
    rate,
    indicator,
    value as numerator,
    basis,
    denominator,
    kind as denominator_kind,
    divisor as denominator_value,
    divisor_unit as denominator_unit,
    case when divisor is not null then year end as denominator_year,
    publication,
    source_id,
    source_locator,
    case when divisor is not null then cast(
        cast(cast(value * 1000000 as hugeint) * multiplier * 1000000 // cast(divisor * 1000000 as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) end as value,
    unit,
    concat_ws(
        ' ',
        case when value is null then 'no_figure' end,
        case when divisor is null then 'no_denominator' end,
        case when contains(note, 'year_open') then 'year_open' end,
        case when value is not null and regexp_matches(note, '(^| )not_covered( |$)') then 'not_covered' end,
        case when regexp_matches(note, '(^| )approximate( |$)') then 'approximate' end,
        case when is_approximate then 'denominator_approximate' end,
        case when is_disputed then 'denominator_disputed' end
    ) as note,
    break_flag
from divided
