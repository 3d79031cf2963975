-- One row is one period figure as a source that counts, or counted, states it: of a table as it was read, of a document as it was confirmed.
select
    source_locator,
    region_code,
    region_name,
    period_kind,
    period_start,
    period_end,
    hazard_key,
    indicator,
    value,
    unit,
    state,
    basis,
    half_width,
    change_pct,
    change_pct_half_width,
    source_id
from staging.period_figures
union all
select
    source_locator,
    region_code,
    region_name,
    period_kind,
    period_start,
    period_end,
    hazard_key,
    indicator,
    value,
    unit,
    state,
    'reported_annual' as basis,
    half_width,
    cast(null as decimal(18,6)) as change_pct,
    cast(null as decimal(18,6)) as change_pct_half_width,
    source_id
from core.document_figures
where is_countable
