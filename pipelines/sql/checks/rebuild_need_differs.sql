-- Households to rebuild that are not those whose dwellings collapsed or were severely damaged.
select source_id, source_locator, null as event_id, region_code, 'rebuild_need_households' as indicator, rebuild_need as value,
    to_rebuild as other, null as amount, cast(year as varchar) || '年' as detail_zh, cast(year as varchar) as detail_en
from steps.rebuilding_needs
where rebuild_need <> to_rebuild
