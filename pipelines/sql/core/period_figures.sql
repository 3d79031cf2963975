-- One row is one number reported for a region and a period rather than for a disaster; `implied` ones follow from a stated change.
-- A masked figure has no value. `half_width` is half of the last written digit of a figure that is not exact (7.1万人: 500), and
-- `change_pct` what the source says about the change on the year before.
select
    f.region_code,
    f.period_kind,
    f.period_start,
    f.period_end,
    f.hazard_key,
    f.indicator,
    f.value,
    f.unit,
    f.state,
    f.basis,
    f.source_id,
    f.source_locator,
    f.region_name,
    f.half_width,
    f.current_code,
    f.change_pct
from steps.stated_figures as f
union all
select
    region_code,
    period_kind,
    period_start,
    period_end,
    hazard_key,
    indicator,
    value,
    unit,
    state,
    basis,
    source_id,
    source_locator,
    region_name,
    half_width,
    current_code,
    null
from steps.implied_figures
order by all
