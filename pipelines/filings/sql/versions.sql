-- One row is one version of a record of the chosen regions, in the chosen year or of the chosen disaster, and what became of it.
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select
    v.* exclude (status),
    case
        when v.status = 'withdrawn' then 'withdrawn'
        when v.status <> 'active' then 'superseded'
        when v.left_out_by is not null then 'left_out'
        when v.held_out then 'held_out'
        when v.is_best then 'counts'
        else 'superseded'
    end as status,
    v.source_file as source_path,
    s.sha256 as source_sha256
from core.report_versions as v
inner join meta.sources as s on s.source_id = v.source_id
where v.current_code in (select region_code from subtree)
    and case when $event is null then v.year = $year else v.event_id = $event end
order by v.event_id, v.region_code, v.as_of, v.received_at, v.source_id, v.source_locator
