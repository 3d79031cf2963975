-- How much the last moment changed, and the files that did it.
select
    max(known_from) as moment,
    count(*) as cells,
    count(*) filter (where kind = 'record') as record_cells,
    count(distinct (event_id, region_code)) filter (where kind = 'record') as records,
    count(*) filter (where kind = 'annual') as annual_cells,
    count(*) filter (where indicator = 'event_records' and value is not null) as came,
    count(*) filter (where indicator = 'event_records' and value is null) as gone,
    count(*) filter (where filing_id is not null and filed_value is distinct from value) as filed,
    list(distinct cause order by cause) filter (where kind = 'record' and cause <> '') as causes
from marts.changes
