-- Records of the region that are held out; the other side only where it is of the region, too.
select c.* replace (
    case when o.region_code is not null then c.other_event_id end as other_event_id,
    case when o.region_code is not null then c.other_region_code end as other_region_code,
    case when o.region_code is not null then c.other_source_id end as other_source_id,
    case when o.region_code is not null then c.other_source_locator end as other_source_locator,
    case when o.region_code is not null then c.shared_region_code end as shared_region_code,
    case when o.region_code is not null then c.other_figures end as other_figures,
    case when o.region_code is not null then c.days_apart end as days_apart
)
from whole.core.candidates as c
left join scope.below as o on o.region_code = c.other_region_code
where (c.source_id, c.source_locator) in (select (source_id, source_locator) from core.report_versions)
