# ruff: noqa: E501 - SQL reads better unbroken
"""What comparisons rest on, in the fixture release: prices of every year from 2019 on, people of closed years but 2022."""

import duckdb

from pipelines import codebooks

PEOPLE, GDP = 650_000, 3_120_000
WITHOUT_PEOPLE = 2022


def write(database: duckdb.DuckDBPyConnection, *, with_denominators: bool = True) -> None:
    """The marts of prices, views, rates and months, derived from the tables that are there."""
    summed = ", ".join(f"sum({i.column_name}) as {i.column_name}" for i in codebooks.indicator_set("summed"))
    database.execute("""
        create table marts.price_factors as
        select region_code, y::int as year, 2026 as base_year,
            case when y >= 2019 then (1.02::decimal(10,2) ** (2026 - y))::decimal(38,18) end as factor,
            '990100' as cpi_region_code, '示例市' as cpi_region_name, case when y >= 2020 then 102 end::decimal(18,6) as cpi,
            case when y < 2019 then '2019' else '' end as missing_years, case when y < 2019 then 'missing_link' else '' end as note,
            '示例市公报' as publication, 's2024' as source_id, '物价!3' as source_locator
        from core.regions, (select unnest(range(2017, 2027)) as y) where level in ('prefecture', 'county')""")
    database.execute("""
        create table marts.year_on_year_views as
        select y.period_kind, y.year, y.through_date, y.region_code, y.hazard_key, y.indicator, 'comparable' as price,
            'best' as wanted_basis, 2026 as price_base_year, y.unit, (y.value * f.factor)::decimal(38,6) as value,
            (y.prior_value * p.factor)::decimal(38,6) as prior_value, null::decimal(38,6) as change, null::decimal(38,6) as change_pct,
            null::decimal(38,6) as mean_5y, 0::bigint as mean_5y_years, null::decimal(38,6) as change_vs_mean_5y_pct, y.basis,
            y.note, y.break_flag, null::decimal(38,6) as sum_5y
        from marts.year_on_year y
        join marts.price_factors f on f.region_code = y.region_code and f.year = y.year and f.factor is not null
        left join marts.price_factors p on p.region_code = y.region_code and p.year = y.year - 1
        where y.unit = '万元' and y.value is not null
        union all
        select period_kind, year, through_date, region_code, hazard_key, indicator, 'nominal', 'reported_annual', null, unit,
            5000, null, null, null, null, 0, null, 'reported_annual', 'no_prior', false, null
        from marts.year_on_year
        where period_kind = 'year' and year = 2024 and hazard_key = 'all' and indicator = 'direct_economic_loss' and region_code = '990100'""")
    database.execute(f"create table meta.rates as from read_csv('{codebooks.FOLDER}/rates.csv', all_varchar=true)")
    known = "y.year < 2026 and (r.denominator = 'gdp' or y.year <> $gap)" if with_denominators else "false"
    database.execute(f"""
        create table marts.annual_rates as
        with divided as (
            select y.*, r.*, case when {known} then case r.denominator when 'gdp' then {GDP} else {PEOPLE} end end::decimal(38,6) as divisor
            from marts.year_on_year y join meta.rates r on r.indicator = y.indicator where y.period_kind = 'year' and $gap > 0)
        select year, region_code, hazard_key, rate, indicator, value as numerator, basis, denominator,
            case when divisor is not null and denominator = 'population' then 'resident_year_end' when divisor is not null then '' end as denominator_kind,
            divisor as denominator_value, case denominator when 'gdp' then '万元' else '人' end as denominator_unit,
            case when divisor is not null then year end as denominator_year,
            case when divisor is not null then '示例市' || year || '年国民经济和社会发展统计公报' end as publication,
            case when divisor is not null then 's2024' end as source_id, case when divisor is not null then '人口!3' end as source_locator,
            case when divisor is not null then (value * multiplier::bigint / divisor)::decimal(38,6) end as value, unit_1 as unit,
            concat_ws(' ', case when value is null then 'no_figure' end, case when divisor is null then 'no_denominator' end,
                case when year = 2026 then 'year_open' end) as note, break_flag
        from divided""", {"gap": WITHOUT_PEOPLE})  # fmt: skip
    database.execute(f"""
        create table marts.losses_by_month as
        with scoped as (select * replace (unnest(['all', hazard_key]) as hazard_key) from marts.losses_by_day)
        select region_code, region_level, hazard_key, year, month(date)::int as month, sum(events) as events,
            sum(event_records) as event_records, {summed}
        from scoped group by all""")
    database.execute("""
        create table marts.covered_months as
        select r.region_code, 'all' as hazard_key, y::int as year, m::int as month, 28 as covered_days, 28 as days, true as is_covered
        from core.regions r, (select distinct year as y from core.region_losses), (select unnest(range(1, 13)) as m)
        where r.level in ('prefecture', 'county') and (y < 2026 or m <= 7)""")
