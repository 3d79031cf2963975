-- One row is one running disaster × level of response × criterion of the bureau: its figure, the threshold, and what is missing to it.
-- A figure is the sum of what was reported (`not_reported` names what was not); a share needs the population, the latest known by then.
with cells as (
    select
        l.event_id,
        l.region_code,
        unnest([
            struct_pack(indicator := '', value := cast(null as decimal(38,6)))
            , struct_pack(indicator := '{summed}', value := cast(l.{summed} as decimal(38,6)))
        ]) as cell
    from core.region_losses as l
    semi join steps.running_events as r on r.event_id = l.event_id
),
parts as (
    select criterion, unit, per_population, unnest(string_split(indicators, ' ')) as indicator
    from staging.codebook_response_criteria
),
sums as (
    select
        c.event_id,
        c.region_code,
        p.criterion,
        p.unit,
        p.per_population,
        sum(c.cell.value) as value,
        string_agg(p.indicator, ' ' order by p.indicator) filter (c.cell.value is null) as not_reported
    from parts as p
    inner join cells as c on c.cell.indicator = p.indicator
    group by c.event_id, c.region_code, p.criterion, p.unit, p.per_population
),
measured as (
    select
        s.event_id,
        s.region_code,
        s.criterion,
        s.unit,
        s.not_reported,
        case when s.per_population = '' then s.value else cast(
            cast(cast(s.value * 1000000 as hugeint) * 100 // cast(p.population as hugeint) as decimal(30,0)) * cast(0.000001 as decimal(7,6))
        as decimal(38,6)) end as value
    from sums as s
    inner join core.events as e on e.event_id = s.event_id
    left join core.population as p
        on p.current_code = s.region_code and p.kind = s.per_population and p.year <= e.year and p.population > 0
    qualify row_number() over (
        partition by s.event_id, s.region_code, s.criterion order by p.year desc nulls last, p.source_id, p.source_locator
    ) = 1
)
select
    r.event_id,
    t.region_code,
    t.level,
    t.level_order,
    t.criterion,
    m.unit,
    m.value,
    t.threshold,
    case when m.value is not null then greatest(t.threshold - m.value, 0) end as missing_to_threshold,
    -- Exact to six places, truncated.
    cast(
        cast(cast(m.value * 1000000 as hugeint) * 100000000 // cast(t.threshold * 1000000 as hugeint) as decimal(30,0))
        * cast(0.000001 as decimal(7,6))
    as decimal(38,6)) as share_pct,
    m.value >= t.threshold as is_reached,
    m.not_reported
from steps.running_events as r
cross join (
    select s.* exclude (region_code), coalesce(s.region_code, o.region_code) as region_code
    from staging.response_thresholds as s
    cross join steps.own_region as o
) as t
inner join measured as m on m.event_id = r.event_id and m.region_code = t.region_code and m.criterion = t.criterion
order by r.event_id, t.region_code, t.level_order, t.criterion
