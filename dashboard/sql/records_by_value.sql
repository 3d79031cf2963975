-- The records behind a figure, those that hold most of it first; behind them those that are held out of it: one page. Which they are is
-- told from a few columns; the others are read of these rows alone.
with listed as (
    select l.rowid as row_number, {indicator} as figure
    from core.report_versions l
    where l.is_best and l.year = $year and l.current_code in (select region_code from core.region_paths where ancestor_code = $region)
        and (l.occurred_at is null or l.occurred_at >= $first::timestamp and l.occurred_at < $last::timestamp + interval 1 day)
        and ($hazard = 'all' or l.hazard_level1 = $hazard)
    order by l.held_out, figure desc nulls last, l.event_id, l.region_code, l.source_id, l.source_locator
    limit $limit offset $offset
)
select
    {derived}
    l.* exclude (source_file), s.path as source_file
from core.report_versions l
join listed k on k.row_number = l.rowid
left join meta.sources s using (source_id)
order by l.held_out, k.figure desc nulls last, l.event_id, l.region_code, l.source_id, l.source_locator
