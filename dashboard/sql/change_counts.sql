-- How much the last moment changed, and the files that did it.
select
    max(known_from) as moment,
    count(*) as cells,
    count(*) filter (where kind = 'record') as record_cells,
    count(distinct (event_id, region_code)) filter (where kind = 'record') as records,
    count(*) filter (where kind = 'annual') as annual_cells,
    count(*) filter (where kind = 'record' and indicator = 'event_records' and value is not null) as came,
    count(*) filter (where kind = 'record' and indicator = 'event_records' and value is null) as gone,
    count(*) filter (where filing_id is not null and filed_value is distinct from value) as filed,
    list_sort(coalesce(
        list(distinct {cause: cause, cause_kind: cause_kind}) filter (where kind = 'record' and cause <> ''),
        list(distinct {cause: cause, cause_kind: cause_kind}) filter (where cause <> '')
    )) as causes
from marts.changes
