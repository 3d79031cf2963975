# ruff: noqa: E501 - rows of a table read better unbroken
"""The ledgers of the fixture release: those of 腾冲市 in 2023 as its work summary gives them, and a full set of 示例市.

Money of the marts in 万元, means in 元; core tables in 元. What the summary does not say is NULL.
"""

import duckdb

from pipelines import codebooks

TENGCHONG = "530581"

RELIEF_FUNDS = """
    ('year', 2023, null, '530581', 'county', 'central_provincial', 'emergency', 'received', 270, null, null, null, 5, false, ''),
    ('year', 2023, null, '530581', 'county', 'unknown', 'house_fire', 'paid', 9.6, null, 114, 842.105263, 1, false, ''),
    ('year', 2023, null, '530581', 'county', 'county', 'bereaved', 'paid', 1, null, null, null, 1, false, 'no_person_times'),
    ('winter_spring', 2023, '2022-2023', '530581', 'county', 'central', 'winter_spring', 'received', 614, null, 51816, 118.496217, 1, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'central', 'emergency', 'received', 320, null, null, null, 2, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'provincial', 'emergency', 'received', 180.5, null, null, null, 1, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'unknown', 'emergency', 'passed_down', 400, null, null, null, 5, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'unknown', 'emergency', 'paid', 310.25, 5120, 14980, 207.109479, 9, true, ''),
    ('year', 2026, null, '990100', 'prefecture', 'provincial', 'rebuilding', 'received', 96, null, null, null, 1, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'unknown', 'rebuilding', 'paid', 41.8, 24, null, null, 2, false, ''),
    ('year', 2026, null, '990100', 'prefecture', 'unknown', 'house_fire', 'paid', 3, null, 9, 3333.333333, 1, false, ''),
    ('winter_spring', 2026, '2025-2026', '990100', 'prefecture', 'central', 'winter_spring', 'received', 450, null, null, null, 1, false, ''),
    ('winter_spring', 2026, '2025-2026', '990100', 'prefecture', 'central', 'winter_spring', 'paid', 441.2, 9100, 23410, 188.466467, 3, false, '')
"""
RELIEF_TOTALS = """
    (2023, '530581', 'county', 'received', 270, null, null, null, 5, null, false, ''),
    (2023, '530581', 'county', 'paid', 1, null, null, null, 1, 0.370370, false, 'no_person_times'),
    (2026, '990100', 'prefecture', 'received', 596.5, null, null, null, 4, null, false, ''),
    (2026, '990100', 'prefecture', 'passed_down', 400, null, null, null, 5, null, false, ''),
    (2026, '990100', 'prefecture', 'paid', 352.05, 5144, 14980, 207.109479, 11, 59.019279, true, ''),
    (2025, '990100', 'prefecture', 'received', 488.3, null, null, null, 3, null, false, ''),
    (2025, '990100', 'prefecture', 'paid', 455.1, 6020, 17200, 264.593023, 8, 93.201925, false, ''),
    (2026, '990121', 'county', 'received', 190, null, null, null, 2, null, false, ''),
    (2026, '990121', 'county', 'paid', 171.5, 2400, 7010, 244.650499, 4, 90.263157, false, ''),
    (2026, '990122', 'county', 'received', 210, null, null, null, 2, null, false, ''),
    (2026, '990122', 'county', 'paid', 138.75, 2100, 6100, 227.459016, 4, 66.071428, false, '')
"""
BATCHES = """
    ('530581', 2023, null, null, null, 'central_provincial', 'emergency', 270, null, null, null, null, null, ''),
    ('530581', 2023, null, null, null, 'central', 'winter_spring', 614, null, null, null, null, '2022-2023', ''),
    ('990100', 2026, '示财社〔2026〕12号', '第一批', date '2026-06-28', 'central', 'emergency', 200, 200, 150.25, 75.125, 14, null, ''),
    ('990100', 2026, '示财社〔2026〕7号', null, date '2026-04-20', 'provincial', 'emergency', 180.5, 100, null, null, 83, null, ''),
    ('990100', 2026, '示财社〔2026〕3号', null, date '2026-03-02', 'central', 'emergency', 120, 100, 120, 100, 132, null, ''),
    ('990100', 2026, '示财建〔2026〕5号', null, date '2026-05-11', 'provincial', 'rebuilding', 96, null, 41.8, 43.541666, 62, null, ''),
    ('990100', 2026, '示财社〔2025〕91号', null, date '2025-12-05', 'central', 'winter_spring', 450, 450, 441.2, 98.044444, 219, '2025-2026', '')
"""
SUPPLIES = """
    ('year', 2026, null, '990100', 'prefecture', 'issued', '棉被', '床', 1365, 27.3, false), ('year', 2026, null, '990100', 'prefecture', 'issued', '折叠床', '架', 582, null, false),
    ('year', 2026, null, '990100', 'prefecture', 'in_stock', '帐篷', '顶', 210, 63, false), ('year', 2023, null, '530581', 'county', 'issued', '棉被、大衣、毛毯等', '床（件）', 3972, null, false)
"""
WINTER = """
    ('2022-2023', 2023, '530581', 'county', null, null, null, null, 51816, 614, 118.496217, 'received', ''),
    ('2025-2026', 2026, '990100', 'prefecture', 9300, 24100, 9100, 23200, 23410, 441.2, 188.466467, 'paid', ''),
    ('2024-2025', 2025, '990100', 'prefecture', 8800, 22900, 8700, 22600, 22600, 402.5, 178.097345, 'paid', ''),
    ('2025-2026', 2026, '990121', 'county', 4300, 11200, 4200, 11000, 11020, 210.4, 190.925589, 'paid', ''),
    ('2025-2026', 2026, '990122', 'county', 5000, 12900, 4900, 12200, 12390, 230.8, 186.279257, 'paid', '')
"""
INSURANCE = """
    (2023, 'policy_year', '530581', 'county', 'universal', 145000, 145000, 100, 100, 144.5, null, null, null, null, null, true, ''),
    (2023, 'policy_year', '530581', 'county', 'voluntary', null, 122200, null, 85.12, null, null, null, null, null, null, true, ''),
    (2023, 'payment_year', '530581', 'county', 'unstated', null, null, null, null, null, null, 2060, 2060, 646.14, 3136.601941, false, ''),
    (2026, 'policy_year', '990100', 'prefecture', 'universal', 98000, 97510, 99.5, 99.5, 97.51, null, null, null, null, null, false, ''),
    (2026, 'policy_year', '990100', 'prefecture', 'voluntary', 98000, 61200, 62.448979, 62.4, 183.6, null, null, null, null, null, false, ''),
    (2026, 'payment_year', '990100', 'prefecture', 'universal', null, null, null, null, null, 310, 296, 288, 120.4, 4180.555555, false, ''),
    (2026, 'payment_year', '990100', 'prefecture', 'voluntary', null, null, null, null, null, 204, 199, 187, 151.9, 8122.994652, false, ''),
    (2025, 'payment_year', '990100', 'prefecture', 'universal', null, null, null, null, null, 402, 390, 390, 158.2, 4056.410256, false, ''),
    (2026, 'loss_year', '990100', 'prefecture', 'universal', null, null, null, null, null, 260, 251, 240, 99.8, 4158.333333, false, '')
"""
COVER = """
    (2023, '530581', 'county', 4634.2, 309.9, 9.6, 646.14, null, 'claims_by_payment_year', 'payment_year', 'reported_annual'),
    (2026, '990100', 'prefecture', 19230.55, 2307.66, 352.05, 272.3, null, 'claims_by_payment_year', 'payment_year', 'event_sum'),
    (2025, '990100', 'prefecture', 18800, 2256, 455.1, 158.2, 7.012411, '', 'loss_year', 'event_sum')
"""
REBUILDING = """
    (2026, '990100', 'prefecture', 24, 20, 14, 14, 41.8), (2025, '990100', 'prefecture', 31, 31, 40, null, 62.5)
"""
YEAR_2023 = "date '2023-01-01', date '2023-12-31'"
COMPARISONS = f"""
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'accidents', '起', 9, 'exact', 'reported_annual', 18, 'implied', true, -9, null, -50, 'prior_implied', null, 's2023', '安全生产!4'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'accident_deaths', '人', 10, 'exact', 'reported_annual', 17.985611, 'implied', true, -8, null, -44.4, 'prior_implied', null, 's2023', '安全生产!5'),
    ('530581', 'year', 2022, date '2022-01-01', date '2022-12-31', 'all', 'accidents', '起', 18, 'implied', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '安全生产!4'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'affected_population', '人次', 71000, 'rounded', 'reported_annual', null, null, false, null, null, null, 'no_prior', 500, 's2023', '灾情!5'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'crop_affected_ha', '公顷', 3849.3, 'exact', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '灾情!6'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'direct_economic_loss', '万元', 4634.2, 'exact', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '灾情!8'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'loss_public_service_and_other', '万元', 42.1, 'exact', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '灾情!12'),
    ('530581', 'winter_spring', 2023, date '2022-12-01', date '2023-05-31', 'all', 'winter_spring_fund', '万元', 614, 'exact', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '救助!3'),
    ('530581', 'year_to_date', 2023, date '2023-01-01', date '2023-11-07', 'all', 'hazards_found', '项', 52, 'exact', 'reported_annual', 40, 'exact', false, 12, 30, null, '', null, 's2023', '隐患!3'),
    ('530581', 'year', 2023, {YEAR_2023}, 'all', 'training_records', '条次', 900, 'at_least', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '信息员!3'),
    ('990104', 'year', 2023, {YEAR_2023}, 'all', 'accidents', '起', null, 'masked', 'reported_annual', null, null, false, null, null, null, '', null, 's2023', '安全生产!9')
"""
ANNUAL = (
    ("direct_economic_loss", "万元", 4634.2), ("loss_housing_household", "万元", 309.9), ("loss_agriculture", "万元", 3001.8),
    ("loss_infrastructure", "万元", 1280.4), ("loss_public_service", "万元", None), ("loss_other", "万元", None),
    ("affected_population", "人", 71000), ("crop_affected_ha", "公顷", 3849.3),
)  # fmt: skip
MARTS = {
    "relief_funds": ("period_kind, year, season, region_code, region_level, payer_level, purpose, stage, amount, households, person_times, mean_per_person_time, batches, is_approximate, note", RELIEF_FUNDS),
    "relief_totals": ("year, region_code, region_level, stage, amount, households, person_times, mean_per_person_time, batches, paid_pct, is_approximate, note", RELIEF_TOTALS),
    "relief_batches": ("region_code, year, document_no, batch, dated_on, payer_level, purpose, amount, passed_down, paid, paid_pct, days_since, season, note", BATCHES),
    "relief_supplies": ("period_kind, year, season, region_code, region_level, stage, item, unit, quantity, value, is_approximate", SUPPLIES),
    "winter_spring": ("season, year, region_code, region_level, need_households, need_people, aided_households, aided_people, aided_person_times, fund, mean_per_person_time, fund_stage, note", WINTER),
    "house_insurance": ("year, year_basis, region_code, region_level, scheme, eligible_households, insured_households, participation_pct, participation_pct_reported, premium, claims_reported_households, claims_accepted_households, claims_paid_households, claims_paid, average_claim, is_approximate, note", INSURANCE),
    "loss_and_cover": ("year, region_code, region_level, direct_economic_loss, loss_housing_household, relief_to_households, claims_paid, claims_to_housing_loss_pct, note, claims_year_basis, loss_basis", COVER),
    "rebuilding": ("year, region_code, region_level, rebuild_need_households, rebuild_done_households, repair_need_households, repair_done_households, fund_paid", REBUILDING),
    "period_comparisons": ("region_code, period_kind, year, period_start, period_end, hazard_key, indicator, unit, value, state, basis, prior_value, prior_state, is_prior_implied, change, change_pct, change_pct_reported, note, half_width, source_id, source_locator", COMPARISONS),
}  # fmt: skip
EXACT = {
    "amount", "passed_down", "paid", "value", "fund", "premium", "claims_paid", "prior_value", "change", "change_pct",
    "change_pct_reported", "half_width", "paid_pct", "mean_per_person_time", "average_claim", "participation_pct",
    "participation_pct_reported", "claims_to_housing_loss_pct", "fund_paid", "quantity", "direct_economic_loss",
    "loss_housing_household", "relief_to_households",
}  # fmt: skip
INDICATORS = (
    ("accidents", "生产安全事故起数", "Work accidents", "起", "accidents"), ("hazards_found", "发现重大隐患", "Grave hazards found", "项", "hazards"),
    ("accident_deaths", "生产安全事故死亡人数", "Deaths in work accidents", "人", "accidents"),
    ("training_records", "更新灾害信息员数据", "Records of information officers updated", "条次", "staff"),
)  # fmt: skip


def write(database: duckdb.DuckDBPyConnection) -> None:
    """The marts and core tables of the ledgers, the codebook they need, and the region of the summary."""
    database.execute(
        "insert into core.regions by name select '530581' as region_code, '腾冲市' as name_zh, 'county' as level, null as parent_code, 0 as depth, true as is_known, false as break_flag"
    )
    for name, (columns, rows) in MARTS.items():
        exact = ", ".join(f"{column}::decimal(38,6) as {column}" for column in columns.split(", ") if column in EXACT)
        database.execute(f"create table marts.{name} as select * replace ({exact}) from (values {rows}) t({columns})")
    for table in ("ledger_columns", "ledger_choices"):
        database.execute(
            f"create table meta.{table} as from read_csv('{codebooks.FOLDER}/{table}.csv', all_varchar=true)"
        )
    for name, zh, en, unit, group in INDICATORS:
        database.execute(
            "insert into meta.indicators by name select ? as column_name, ? as name_zh, ? as name_en, ? as unit, ? as \"group\", 'period' as ledger where ? not in (select column_name from meta.indicators)",
            [name, zh, en, unit, group, name],
        )
    write_annual(database)
    write_core(database)


def write_annual(database: duckdb.DuckDBPyConnection) -> None:
    """What the summary says of the year's disasters, in the mart that Overview reads."""
    for indicator, unit, value in ANNUAL:
        database.execute(
            """insert into marts.year_on_year by name select 'year' as period_kind, 2023 as year, '12-31' as through_date,
            '530581' as region_code, 'all' as hazard_key, ? as indicator, ? as unit, ?::decimal(38,6) as value, 0 as mean_5y_years,
            'reported_annual' as basis, 'no_prior' as note, false as break_flag""",
            [indicator, unit, value],
        )


def write_core(database: duckdb.DuckDBPyConnection) -> None:
    """A few rows of the ledgers as filed, with their places; two ledgers without a row."""
    place = "'s2023' as source_id, '530581' as region_code, '腾冲市' as region_name, '530581' as current_code, false as is_repeated, true as is_latest"
    database.execute(f"""
        create table core.relief_funds as
        select {place}, '资金!3' as source_locator, 'received' as stage, 'central_provincial' as payer_level, 'emergency' as purpose,
            5::bigint as batch_count, 2023 as fund_year, null::varchar as season, 2700000::decimal(18,2) as amount, null::bigint as person_times
        union all select {place}, '资金!4', 'received', 'central', 'winter_spring', null, 2023, '2022-2023', 6140000, 51816
        union all select {place}, '资金!5', 'paid', 'unknown', 'house_fire', null, 2023, null, 96000, 114""")
    database.execute(f"""
        create table core.insurance_claims as select {place}, '理赔!3' as source_locator, 'unstated' as scheme, null::integer as policy_year,
            null::integer as loss_year, 2023 as payment_year, 2060::bigint as accepted_households, 2060::bigint as paid_households, 6461400::decimal(18,2) as amount""")
    for name, year in (
        ("relief_supplies", "supply_year"),
        ("rebuilding", "year"),
        ("insurance_policies", "policy_year"),
        ("winter_spring", "season"),
    ):
        kind = "varchar" if year == "season" else "integer"
        database.execute(
            f"create table core.{name} as select {place}, '表!3' as source_locator, null::{kind} as {year} limit 0"
        )
