-- One row is one adjustment (会商核定) of an annual figure: what a consultation adds to, or takes from, the sum of a year's disasters.
-- One that arrives by several filings, or by a filing and a decision, counts once. Without a hazard it counts under 未注明灾种.
with told as (
    select
        year, region_code, hazard_key, indicator, delta, decided_by, decided_at, reason,
        'decisions/adjustments.csv' as source, decided_at as known_from, 1 as rank
    from staging.decisions_adjustments
    union all
    select
        a.year, a.region_code, a.hazard_key, a.indicator, a.delta, a.decided_by, a.decided_at, a.reason,
        a.filing_id as source, f.received_at as known_from, 2 as rank
    from staging.received_adjustments as a
    inner join staging.received_filings as f on f.folder = a.folder and f.state = 'sound'
),
typed as (
    select
        * exclude (year, hazard_key, delta, decided_at, known_from),
        try_cast(year as integer) as year,
        nullif(hazard_key, '') as hazard_key,
        try_cast(delta as decimal(18,6)) as delta,
        try_cast(decided_at as timestamp) as decided_at,
        try_cast(known_from as timestamp) as known_from
    from told
)
select
    t.year,
    t.region_code,
    c.current_code,
    t.hazard_key,
    coalesce(h.hazard_key, 'unspecified') as counted_hazard_key,
    coalesce(nullif(h.parent_key, ''), h.hazard_key, 'unspecified') as hazard_level1,
    t.indicator,
    i.unit,
    t.delta,
    t.decided_by,
    t.decided_at,
    t.reason,
    arg_min(t.source, (t.rank, t.source)) as source,
    min(t.known_from) as known_from
from typed as t
inner join staging.codebook_indicators as i
    on i.column_name = t.indicator and i.ledger = 'losses' and i.event_agg = 'sum'
inner join steps.region_codes as c on c.region_code = t.region_code
left join staging.codebook_hazards as h on h.hazard_key = t.hazard_key
where t.year is not null and t.delta <> 0 and (i.value_type <> 'integer' or t.delta = trunc(t.delta))
group by all
order by all
