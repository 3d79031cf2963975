-- Households to repair that are not those whose dwellings were moderately damaged.
select source_id, source_locator, null as event_id, region_code, 'repair_need_households' as indicator, repair_need as value,
    to_repair as other, null as amount, cast(year as varchar) || '年' as detail_zh, cast(year as varchar) as detail_en
from steps.rebuilding_needs
where repair_need <> to_repair
