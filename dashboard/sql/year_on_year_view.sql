-- Every period, year and headline indicator (or the one in `only`) of regions and hazards, on the basis and in the prices asked for;
-- a row for each that marts.year_on_year has. The views stand beside it only where they differ: without one the figure is the same, or
-- nothing is known.
with asked as (
    select
        y.*,
        $price = 'comparable' and coalesce(i.unit, '') = '万元' as is_priced,
        case when $basis = coalesce(y.basis, 'event_sum') then 'best' else $basis end as wanted
    from marts.year_on_year y
    left join meta.indicators i on i.column_name = y.indicator
    where y.region_code in (select unnest($regions)) and y.hazard_key in (select unnest($hazards))
        and ($only = '' or y.indicator = $only)
),
views as (
    select *
    from marts.year_on_year_views
    where region_code in (select unnest($regions)) and hazard_key in (select unnest($hazards))
        and ($only = '' or indicator = $only)
),
seen as (
    select
        a, v,
        a.wanted = 'best' and not a.is_priced as is_same,
        v.period_kind is not null as is_found,
        coalesce(a.value, a.prior_value, a.mean_5y) is not null as is_known,
        a.wanted = 'best' or n.period_kind is not null as is_on_basis
    from asked a
    left join views v
        on v.period_kind = a.period_kind and v.year = a.year and v.region_code = a.region_code and v.hazard_key = a.hazard_key
        and v.indicator = a.indicator and v.wanted_basis = a.wanted
        and v.price = case when a.is_priced then 'comparable' else 'nominal' end
    left join views n
        on n.period_kind = a.period_kind and n.year = a.year and n.region_code = a.region_code and n.hazard_key = a.hazard_key
        and n.indicator = a.indicator and n.wanted_basis = a.wanted and n.price = 'nominal'
)
select
    a.period_kind, a.year, a.through_date, a.region_code, a.hazard_key, a.indicator, a.unit,
    case when is_same then a.value else v.value end as value,
    case when is_same then a.prior_value else v.prior_value end as prior_value,
    case when is_same then a.change else v.change end as change,
    case when is_same then a.change_pct else v.change_pct end as change_pct,
    case when is_same then a.mean_5y else v.mean_5y end as mean_5y,
    case when is_same then a.mean_5y_years else coalesce(v.mean_5y_years, 0) end as mean_5y_years,
    case when is_same then a.change_vs_mean_5y_pct else v.change_vs_mean_5y_pct end as change_vs_mean_5y_pct,
    case when is_same then a.basis when is_found then v.basis when is_on_basis then a.basis end as basis,
    case
        when is_same or not (is_found or is_known) then a.note
        when is_found then v.note
        else concat_ws(' ', case when contains(a.note, 'year_open') then 'year_open' end,
            case when is_on_basis then 'no_price_index' else 'basis_missing' end)
    end as note,
    a.break_flag,
    case when is_same then a.sum_5y else v.sum_5y end as sum_5y
from seen
order by a.region_code, a.hazard_key, a.period_kind, a.year, a.indicator
