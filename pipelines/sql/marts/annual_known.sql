-- One row is one year × region (county and up, all hazards) from one moment (`known_from`) until the next that changed it (`known_to`,
-- null: it still stands so): disasters and headline indicators as they were known then. All null: the year held nothing any more.
-- Without receipts (the sample) nobody can tell since when: `known_from` is null. Merges and zones count as they do now.
with told as (
    select year, region_code, moment as known_from, events
        , {headline}
    from steps.annual_moments
    union all
    select l.year, l.region_code, null, l.events
        , {headline}
    from (
        select *
            , {derived.derived_from} as {derived}
        from marts.annual_losses
        where hazard_key = 'all' and region_level in ('country', 'province', 'prefecture', 'county')
    ) as l
    anti join steps.annual_moments as m on m.year = l.year and m.region_code = l.region_code
),
known as (
    select *
    from told
    qualify (
        events
        , {headline}
    ) is distinct from lag((
        events
        , {headline}
    )) over (partition by year, region_code order by known_from)
)
select
    year,
    region_code,
    known_from,
    lead(known_from) over (partition by year, region_code order by known_from) as known_to,
    cast(events as bigint) as events
    , {headline}
from known
