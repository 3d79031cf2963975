-- One row is one figure that a source states for a region and a period, with the change in per cent on the year before that it states
-- too: beside the figure, or as an indicator of its own (part_kind change_pct) for the same region and period.
with active as (
    select f.*, r.current_code
    from steps.reported_figures as f
    inner join staging.sources as s on s.source_id = f.source_id and s.status = 'active'
    inner join steps.region_codes as r on r.region_code = f.region_code
),
changes as (
    select a.*, i.parent
    from active as a
    inner join staging.codebook_indicators as i on i.column_name = a.indicator and i.part_kind = 'change_pct'
    where a.value is not null
    qualify row_number() over (
        partition by a.source_id, a.current_code, a.period_kind, a.period_start, a.period_end, a.hazard_key, a.basis, i.parent
        order by a.source_locator
    ) = 1
)
select
    a.* exclude (change_pct, change_pct_half_width),
    coalesce(a.change_pct, c.value) as change_pct,
    case when a.change_pct is not null then a.change_pct_half_width else c.half_width end as change_pct_half_width
from active as a
left join changes as c
    on c.source_id = a.source_id and c.current_code = a.current_code and c.period_kind = a.period_kind
    and c.period_start = a.period_start and c.period_end = a.period_end and c.hazard_key = a.hazard_key
    and c.basis = a.basis and c.parent = a.indicator
