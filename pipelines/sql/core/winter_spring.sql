-- One row is the need and aid of one region in one winter-spring season (December to May) as a ledger of an active source writes it.
-- Money in 元. `season_year` is the year in which the season ends; `is_latest` marks the row that counts: the one as of the latest day.
select
    l.* exclude (source_id, source_locator),
    l.source_id,
    l.source_locator,
    c.current_code,
    cast(right(l.season, 4) as integer) as season_year,
    row_number() over (
        partition by c.current_code, l.season order by l.as_of desc nulls last, s.path, l.source_id, l.source_locator
    ) = 1 as is_latest
from staging.ledger_winter_spring as l
inner join staging.sources as s on s.source_id = l.source_id and s.status = 'active'
inner join steps.region_codes as c on c.region_code = l.region_code
order by l.source_id, l.source_locator
