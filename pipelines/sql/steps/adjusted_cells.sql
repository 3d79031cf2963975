-- One row is one headline figure of a year × region × hazard that adjustments move.
with figures as (
    select *
        , {derived.derived_from} as {derived}
    from steps.annual_adjustments
),
cells as (
    select year, region_code, hazard_key, '' as indicator, cast(0 as decimal(38,6)) as delta from figures where false
    union all select year, region_code, hazard_key, '{headline}', cast({headline} as decimal(38,6)) from figures
)
select year, region_code, hazard_key, indicator, delta
from cells
where delta <> 0
