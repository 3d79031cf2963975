# ruff: noqa: E501 - SQL and rows of a table read better unbroken
"""The tables of the fixture release, derived from its regions and lowest rows with plain SQL."""

from datetime import date

import duckdb
import polars as pl

from pipelines import codebooks
from tests.dashboard import snapshot_ledgers

HAZARDS = [
    (1, "flood", "", "洪涝灾害", "Flood and waterlogging"), (2, "flood_mountain", "flood", "山区洪水", "Mountain flood"),
    (2, "flood_river", "flood", "江河洪水", "River flood"), (2, "flood_urban", "flood", "城镇内涝", "Urban waterlogging"),
    (1, "drought", "", "干旱灾害", "Drought"), (1, "wind_hail", "", "风雹灾害", "Wind and hail"),
    (2, "hail", "wind_hail", "冰雹", "Hail"), (2, "wind", "wind_hail", "大风", "Strong wind"),
    (1, "geological", "", "地质灾害", "Geological"), (2, "landslide", "geological", "滑坡", "Landslide"),
    (2, "debris_flow", "geological", "泥石流", "Debris flow"), (1, "freeze", "", "低温冷冻灾害", "Freezing"),
    (1, "earthquake", "", "地震灾害", "Earthquake"), (1, "unspecified", "", "灾种不明", "Unspecified"),
]  # fmt: skip
FINDINGS = [
    ("R050", "error", "open", "2023年灾情.xlsx", "Sheet1!18", "990121", "direct_economic_loss", "1204.55", 1204.55,
     "分项损失之和大于直接经济损失", "Parts exceed the total"),
    ("R050", "error", "explained", "2024年灾情.xlsx", "Sheet1!7", "990122", "direct_economic_loss", "88.10", 88.10,
     "分项损失之和大于直接经济损失", "Parts exceed the total"),
    ("F012", "warning", "open", "2025年灾情.xlsx", "Sheet1!3", "990102", "", "受灾村数", None,
     "标题“受灾村数”未识别，该列未采用", "Heading “受灾村数” is not known; the column was not used"),
    ("R012", "warning", "open", "2026年灾情.xlsx", "Sheet1!41", "990181", "relocated_total_cum", "320", None,
     "集中安置与分散安置之和不等于转移安置人口", "Collective and dispersed do not add up"),
    ("F003", "reject", "open", "2026年灾情.xlsx", "Sheet1!44", "", "", "某某新区", None,
     "区域“某某新区”无法对应，整行未采用", "Region cannot be placed; the row was not used"),
]  # fmt: skip


def write(
    database: duckdb.DuckDBPyConnection, regions: pl.DataFrame, leaves: pl.DataFrame, release: dict[str, object],
    *, with_ledgers: bool = True,
) -> None:  # fmt: skip
    """Every schema and table of a release."""
    for schema in ("core", "marts", "checks", "meta"):
        database.execute(f"create schema {schema}")
    summed = [i.column_name for i in codebooks.indicator_set("summed")]
    write_core(database, regions, leaves, summed)
    write_marts(database, summed, release["data_through"])
    write_meta(database, release)
    write_checks(database)
    if with_ledgers:
        snapshot_ledgers.write(database)


def sums(columns: list[str]) -> str:
    return ", ".join(f"sum({name}) as {name}" for name in columns)


def write_core(
    database: duckdb.DuckDBPyConnection, regions: pl.DataFrame, leaves: pl.DataFrame, summed: list[str]
) -> None:
    database.register("regions_frame", regions)
    database.register("leaf_frame", leaves)
    database.execute("create table core.regions as from regions_frame")
    database.execute(f"""
        create table core.region_losses as
        with recursive up as (
            select region_code as leaf, region_code as node, parent_code from core.regions
            union all
            select up.leaf, r.region_code, r.parent_code from up join core.regions r on r.region_code = up.parent_code
        )
        select l.event_id, n.region_code, n.level as region_level, l.hazard_key, l.hazard_level1, l.occurred_on, l.year,
            n.level in ('county', 'township', 'zone') as has_own_record, true as is_affected, count(*) as records,
            {sums(summed)}
        from leaf_frame l join up on up.leaf = l.region_code join core.regions n on n.region_code = up.node
        group by all""")
    stocks = [i.column_name for i in codebooks.loss_columns() if i.column_name not in summed]
    database.execute(f"""
        create table core.losses as
        select l.event_id, l.region_code, r.name_zh as region_name, l.region_level, l.hazard_key,
            l.occurred_on::timestamp + interval 8 hour as occurred_at, l.occurred_on::timestamp as as_of,
            case when l.year = 2026 then 'update' else 'final' end as stage, l.occurred_on::timestamp as reported_at,
            '2024' as regime, null::varchar as typhoon_no, null::varchar as magnitude, 's' || l.year as source_id,
            'Sheet1!' || (2 + row_number() over (partition by l.year order by l.event_id, l.region_code)) as source_locator,
            false as held_out, {", ".join(f"l.{name}" for name in summed)},
            {", ".join(f"null::bigint as {name}" for name in stocks)},
            l.hazard_level1, l.year, l.region_code as current_code
        from core.region_losses l join core.regions r using (region_code)
        where l.region_level in ('county', 'township', 'zone')""")
    database.execute("""
        update core.losses set held_out = true where rowid in (select rowid from core.losses where year(occurred_at) = 2025 limit 3)""")
    database.execute("""
        create table core.events as select event_id, any_value(hazard_key) as hazard_key, any_value(hazard_level1) as hazard_level1,
            null::varchar as event_name, any_value(occurred_on)::timestamp as occurred_at,
            any_value(occurred_on)::timestamp + interval 30 hour as ended_at, any_value(year) as year, '990100' as region_code,
            count(*) as records from core.region_losses group by event_id""")
    database.execute("""
        create table core.coverage as select '990100' as region_code, make_date(y::int, 1, 1) as period_start,
            case when y = 2026 then date '2026-07-12' else make_date(y::int, 12, 31) end as period_end, 'all' as hazard_key,
            'full_list' as how, '990100' as current_code from (select distinct year as y from core.region_losses)""")
    database.execute("""
        create table core.candidates as select event_id, region_code, source_id, source_locator, '20250601-flood' as other_event_id,
            '990100' as other_region_code, 's2024' as other_source_id, 'Sheet1!9' as other_source_locator, '990100' as shared_region_code,
            6::bigint as figures, 18::bigint as other_figures, 1 as days_apart from core.losses where held_out""")


def write_marts(database: duckdb.DuckDBPyConnection, summed: list[str], cut_off: date) -> None:
    database.execute(f"""
        create table marts.annual_losses as
        with recursive up as (
            select region_code as leaf, region_code as node, parent_code from core.regions
            union all
            select up.leaf, r.region_code, r.parent_code from up join core.regions r on r.region_code = up.parent_code
        ), keys as (
            select distinct event_id, unnest(['all', hazard_level1, hazard_key]) as key from core.region_losses
        ), hit as (
            select l.year, up.node as region_code, k.key as hazard_key,
                count(distinct case when l.region_level = 'township' then l.region_code end) as townships_affected
            from core.region_losses l join up on up.leaf = l.region_code join keys k using (event_id) group by all
        ), added as (
            select l.year, l.region_code, l.region_level, k.key as hazard_key, count(distinct l.event_id) as events,
                count(*) as event_records, {sums(summed)}
            from core.region_losses l join keys k using (event_id) group by all
        )
        select a.year, a.region_code, a.region_level, a.hazard_key, a.events, a.event_records, hit.townships_affected,
            a.* exclude (year, region_code, region_level, hazard_key, events, event_records)
        from added a left join hit using (year, region_code, hazard_key) order by all""")
    database.execute(f"""
        create table marts.losses_by_day as
        select occurred_on as date, year, region_code, region_level, hazard_level1 as hazard_key,
            count(distinct event_id) as events, count(*) as event_records, {sums(summed)}
        from core.region_losses where region_level in ('prefecture', 'county') group by all order by all""")
    write_year_on_year(database, cut_off)
    database.execute("""
        create table marts.loss_composition as
        with parts as (
            unpivot (select year, region_code, region_level, hazard_key, direct_economic_loss, loss_housing_household,
                loss_agriculture, loss_industry_commerce, loss_infrastructure, loss_public_service, loss_other
                from marts.annual_losses)
            on loss_housing_household, loss_agriculture, loss_industry_commerce, loss_infrastructure, loss_public_service, loss_other
            into name category value value)
        select year, region_code, hazard_key, category, value, value * 100 / direct_economic_loss as share_pct,
            sum(value) over (partition by year, region_code, hazard_key) - direct_economic_loss as parts_minus_total
        from parts where region_level in ('prefecture', 'county')""")


def write_year_on_year(database: duckdb.DuckDBPyConnection, cut_off: date) -> None:
    """All period kinds for the years 2017 to the present; years without coverage have NULL."""
    headline = codebooks.indicator_set("headline")
    columns = "count(distinct case when l.records > 0 then l.event_id end)::decimal(38,6) as events, " + ", ".join(
        f"sum({'coalesce(l.deaths, 0) + coalesce(l.missing, 0)' if i.ledger == 'derived' else 'l.' + i.column_name})"
        f"::decimal(38,6) as {i.column_name}"
        for i in headline
    )
    names = ", ".join(["events", *(i.column_name for i in headline)])
    units = ", ".join(["('events', '起')", *(f"('{i.column_name}', '{i.unit}')" for i in headline)])
    database.execute(f"""
        create table marts.year_on_year as
        with periods as (from (values ('year', '01-01', '12-31'), ('year_to_date', '01-01', '{cut_off:%m-%d}'),
                ('half_year', '01-01', '06-30'), ('flood_season', '06-01', '09-30')) p(period_kind, from_day, through_date)),
        years as (select unnest(range(2017, 2027)) as year),
        places as (select region_code from core.regions where level in ('prefecture', 'county')),
        hazards as (select unnest(['all', 'flood', 'wind_hail', 'drought', 'geological', 'freeze', 'earthquake']) as hazard_key),
        grid as (select * from periods, years, places, hazards),
        wide as (
            select g.period_kind, g.year, g.through_date, g.region_code, g.hazard_key, {columns}
            from grid g left join core.region_losses l on l.region_code = g.region_code and l.year = g.year
                and (g.hazard_key = 'all' or l.hazard_level1 = g.hazard_key)
                and strftime(l.occurred_on, '%m-%d') between g.from_day and g.through_date
            group by all),
        long as (from wide unpivot include nulls (value for indicator in ({names}))),
        known as (select * replace (case when year in (select year from core.region_losses) then coalesce(value, 0) end as value)
            from long),
        compared as (
            select *, lag(value) over w as prior_value, sum(value) over five as sum_5y, count(value) over five as mean_5y_years
            from known window
                w as (partition by period_kind, region_code, hazard_key, indicator order by year),
                five as (partition by period_kind, region_code, hazard_key, indicator order by year
                    rows between 5 preceding and 1 preceding))
        select period_kind, year::int as year, through_date, region_code, hazard_key, indicator, u.unit, value, prior_value,
            value - prior_value as change,
            case when prior_value > 0 then ((value - prior_value) * 100 / prior_value)::decimal(38,6) end as change_pct,
            case when mean_5y_years >= 3 then (sum_5y / mean_5y_years)::decimal(38,6) end as mean_5y, mean_5y_years,
            case when mean_5y_years >= 3 and sum_5y > 0
                then ((value * mean_5y_years - sum_5y) * 100 / sum_5y)::decimal(38,6) end
                as change_vs_mean_5y_pct,
            case when value is not null then 'event_sum' end as basis,
            case when value is null then 'not_covered' when prior_value is null then 'no_prior'
                when prior_value = 0 then 'prior_zero' else '' end as note,
            year = 2021 as break_flag, sum_5y
        from compared join (from (values {units}) u(indicator, unit)) u using (indicator)
        order by all""")


def write_meta(database: duckdb.DuckDBPyConnection, release: dict[str, object]) -> None:
    folder = codebooks.FOLDER
    hazards = pl.DataFrame(HAZARDS, schema=["level", "hazard_key", "parent_key", "name_zh", "name_en"], orient="row")
    rules = pl.DataFrame(
        [(f[0], f[9], f[10], f[1]) for f in FINDINGS],
        schema=["rule_id", "message_zh", "message_en", "severity"],
        orient="row",
    ).unique("rule_id", keep="first", maintain_order=True)
    release_frame = pl.DataFrame([release])
    database.register("hazard_frame", hazards)
    database.register("rule_frame", rules)
    database.register("release_frame", release_frame)
    database.execute("create table meta.release as from release_frame")
    database.execute("create table meta.hazards as select level::varchar as level, * exclude (level) from hazard_frame")
    database.execute(
        "create table meta.rules as select rule_id, '' as variant, message_zh as name, * exclude (rule_id) from rule_frame"
    )
    database.execute(f"create table meta.indicators as from read_csv('{folder}/indicators.csv', all_varchar=true)")
    database.execute(
        "create table meta.units (unit varchar, canonical_unit varchar, numerator varchar, denominator varchar, name_en varchar)"
    )
    database.execute("""
        create table meta.sources as
        select 's' || y as source_id, 'disaster_reports/' || y || '年灾情.xlsx' as path, md5(y::varchar) as sha256,
            'national_list' as reader, timestamp '2026-07-13 08:00:00' as first_seen, 'active' as status,
            120::bigint as rows_read, 115::bigint as rows_accepted, (y = 2026)::bigint as rows_rejected,
            5 - (y = 2026)::bigint as rows_skipped
        from (select distinct year as y from core.region_losses) order by y""")


def write_checks(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("""
        create table checks.findings (rule_id varchar, severity varchar, status varchar, source_file varchar,
            source_locator varchar, event_id varchar, region_code varchar, indicator varchar, value varchar,
            amount decimal(38,6), message_zh varchar, message_en varchar, source_id varchar, rule_name varchar, explained_by varchar, explained_at varchar, reason varchar)""")
    for rule, severity, status, file, locator, region, indicator, value, amount, zh, en in FINDINGS:
        reason = ("张三", "2026-07-13", "已与农业农村局会商") if status == "explained" else (None, None, None)
        row = [
            rule,
            severity,
            status,
            f"disaster_reports/{file}",
            locator,
            "",
            region,
            indicator,
            value,
            amount,
            zh,
            en,
            "",
            "",
        ]
        database.execute(f"insert into checks.findings values ({', '.join('?' * 17)})", [*row, *reason])
    database.execute("""
        create table checks.rejected_rows as select 'disaster_reports/2026年灾情.xlsx' as source_file, 'Sheet1!44' as source_locator,
            '区域“某某新区”无法对应' as reason, '某某新区 | 洪涝灾害 | 2026-06-28' as cells""")
