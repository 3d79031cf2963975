-- Main hazards that a release has disasters of, most frequent first.
select h.hazard_key, h.name_zh, h.name_en
from meta.hazards h
join (select hazard_key, sum(events) as events from marts.annual_losses where region_code = $region group by hazard_key) a
    using (hazard_key)
where h.level = '1'
order by a.events desc, h.hazard_key
