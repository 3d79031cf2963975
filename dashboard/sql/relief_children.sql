-- Relief money of the places directly below a region in a year, by stage, without winter-spring money.
select r.name_zh, r.level, t.region_code,
    max(t.amount) filter (where t.stage = 'received') as received,
    max(t.amount) filter (where t.stage = 'passed_down') as passed_down,
    max(t.amount) filter (where t.stage = 'paid') as paid,
    max(t.paid_pct) as paid_pct,
    max(t.households) filter (where t.stage = 'paid') as households,
    max(t.person_times) filter (where t.stage = 'paid') as person_times,
    max(t.mean_per_person_time) filter (where t.stage = 'paid') as mean_per_person_time
from marts.relief_totals t
join core.regions r using (region_code)
where r.parent_code = $region and t.year = $year
group by all
order by received desc nulls last, paid desc nulls last, t.region_code
