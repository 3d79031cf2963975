-- Parts of the loss that a report of the whole period gives merged, with the year before where somebody reported it.
select c.indicator, c.value, case when not c.is_prior_implied then c.prior_value end as prior_value
from marts.period_comparisons c
join meta.indicators i on i.column_name = c.indicator
where c.region_code = $region and c.hazard_key = $hazard and c.period_start = $first and c.period_end = $last
    and i.parent = 'direct_economic_loss' and i.ledger = 'period' and c.value is not null
qualify row_number() over (partition by c.indicator order by case c.basis when 'settled_annual' then 1 else 2 end) = 1
order by c.indicator
