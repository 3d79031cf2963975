"""Exports of relief, insurance and period figures, by value: cells, units, year and region, harmless text."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines import codebooks, exports
from pipelines.errors import LedgerError
from pipelines.exports import tables, texts
from pipelines.readers import read
from pipelines.readers.contract import LEDGER_SCHEMAS, PERIOD_FIGURE_SCHEMA
from tests.exports import ledger
from tests.exports.test_exports import lines_of, manifest, records

SOURCE = "a" * 16
COUNTY, OTHER = "990122", "990123"


def frame(schema: Mapping[str, pl.DataType], rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = {**schema, "source_id": pl.String()}
    told = [{"source_id": SOURCE, "source_locator": str(at)} | row for at, row in enumerate(rows, 2)]
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in told], schema=columns)


def fund(amount: str, stage: str, **more: Any) -> dict[str, Any]:
    return {
        "region_code": COUNTY, "region_name": "云岭县", "stage": stage, "payer_level": "central",
        "purpose": "emergency", "document_no": "=1+1", "batch": "1", "dated_on": date(2024, 7, 10),
        "amount": Decimal(amount),
    } | more  # fmt: skip


def figure(year: int, value: str | None, **more: Any) -> dict[str, Any]:
    return {
        "region_code": COUNTY, "region_name": "云岭县", "period_kind": "year", "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31), "hazard_key": "all", "indicator": "production_accidents", "unit": "起",
        "state": "exact", "basis": "reported_annual", "value": None if value is None else Decimal(value),
    } | more  # fmt: skip


FUNDS = [
    fund("1234567.89", "received"),
    fund("1000000", "paid", person_times=8000, households=3000),
    fund("700000", "received", region_code=OTHER, region_name="石桥县", document_no=None, dated_on=None, year=2023),
]
POLICIES = [
    {
        "region_code": COUNTY, "policy_year": 2024, "scheme": "universal", "eligible_households": 144500,
        "insured_households": 122200, "participation_pct": Decimal("85.12"), "premium": Decimal(1445000),
    }
]  # fmt: skip
CLAIMS = [
    {
        "region_code": COUNTY, "scheme": "universal", "payment_year": 2024, "accepted_households": 2060,
        "paid_households": 2060, "amount": Decimal("6461400"),
    }
]  # fmt: skip
NEEDS = [{"region_code": COUNTY, "season": "2023-2024", "need_people": 10252, "need_households": 4441}]
FIGURES = [
    figure(2023, "9", change_pct=Decimal(-50), change_pct_half_width=Decimal("0.5")),
    figure(2023, "71000", indicator="affected_population", unit="人", state="rounded", half_width=Decimal(500)),
    figure(2024, None, state="masked"),
    figure(2024, "12.5", indicator="direct_economic_loss", unit="万元", source_locator="=cmd!2"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with money, insurance, need and figures of periods; no test writes to it."""
    staged = {
        "ledger_relief_funds": frame(LEDGER_SCHEMAS["relief_funds"], FUNDS),
        "ledger_insurance_policies": frame(LEDGER_SCHEMAS["insurance_policies"], POLICIES),
        "ledger_insurance_claims": frame(LEDGER_SCHEMAS["insurance_claims"], CLAIMS),
        "ledger_winter_spring": frame(LEDGER_SCHEMAS["winter_spring"], NEEDS),
        "period_figures": frame(PERIOD_FIGURE_SCHEMA, FIGURES),
    }
    return ledger.release_of(tmp_path_factory.mktemp("ledgers") / "warehouse", tables=staged)


def test_relief_money_has_its_units_in_the_headings_and_its_exact_value(warehouse: Path, tmp_path: Path) -> None:
    exports.export("relief_funds", tmp_path / "out", warehouse=warehouse)
    rows = [row for row in records(tmp_path / "out" / "relief_funds.csv") if row["行政区划代码"] == COUNTY]
    assert [(row["资金环节"], row["金额（万元）"], row["人次均（元/人次）"]) for row in rows] == [
        ("发放到户", "100", "125"),
        ("收到上级下达", "123.456789", ""),
    ]
    assert (rows[0]["年度"], rows[0]["地区"], rows[0]["地区级别"], rows[0]["资金来源"]) == (
        "2024",
        "云岭县",
        "县级",
        "中央",
    )
    assert (rows[0]["救助人次（人次）"], rows[0]["救助户数（户）"], rows[0]["含约数"]) == ("8000", "3000", "否")
    told = manifest(tmp_path / "out")
    assert [file["name"] for file in told["files"]] == ["relief_funds.csv", "relief_batches.csv", "winter_spring.csv"]
    assert (told["profile"], told["year"], told["region_code"]) == ("relief_funds", None, None)


def test_batches_and_the_season_are_files_of_their_own_and_text_is_no_formula(warehouse: Path, tmp_path: Path) -> None:
    exports.export("relief_funds", tmp_path / "out", warehouse=warehouse, region=COUNTY)
    [batch] = records(tmp_path / "out" / "relief_batches.csv")
    assert (batch["文号"], batch["收到金额（万元）"], batch["已发放到户（万元）"]) == ("'=1+1", "123.456789", "100")
    assert (batch["下达日期"], batch["用途"], batch["发放占收到的比例（%）"]) == ("2024-07-10", "应急救助", "81")
    [season] = records(tmp_path / "out" / "winter_spring.csv")
    assert (season["冬春年度"], season["需救助人口（人）"], season["救助资金（万元）"]) == ("2023-2024", "10252", "")


def test_insurance_keeps_schemes_and_year_bases_apart(warehouse: Path, tmp_path: Path) -> None:
    exports.export("house_insurance", tmp_path / "out", warehouse=warehouse, year=2024, region=COUNTY)
    rows = {row["年度口径"]: row for row in records(tmp_path / "out" / "house_insurance.csv")}
    assert set(rows) == {"保险年度", "赔付年"}
    policy, paid = rows["保险年度"], rows["赔付年"]
    assert (policy["参保户数（户）"], policy["保费（万元）"], policy["填报的参保率（%）"]) == (
        "122200",
        "144.5",
        "85.12",
    )
    assert policy["参保率（%，按户数计算）"] == "84.567474"
    assert (paid["已赔付户数（户）"], paid["赔款（万元）"], paid["户均赔款（元/户）"]) == (
        "2060",
        "646.14",
        "3136.601941",
    )


def test_period_figures_stand_with_state_and_width_and_what_is_implied_is_marked(
    warehouse: Path, tmp_path: Path
) -> None:
    exports.export("period_figures", tmp_path / "out", warehouse=warehouse)
    rows = records(tmp_path / "out" / "period_figures.csv")
    told = [(r["period_end"], r["indicator"], r["value"], r["unit"], r["state"], r["half_width"]) for r in rows]
    assert told == [
        ("2022-12-31", "production_accidents", "18", "起", "implied", ""),
        ("2023-12-31", "affected_population", "71000", "人", "rounded", "500"),
        ("2023-12-31", "production_accidents", "9", "起", "exact", ""),
        ("2024-12-31", "direct_economic_loss", "12.5", "万元", "exact", ""),
        ("2024-12-31", "production_accidents", "", "起", "masked", ""),
    ]
    assert (rows[3]["source"], rows[3]["source_locator"]) == ("disaster_reports/aaaa.xlsx", "'=cmd!2")
    compared = {(r["year"], r["indicator"]): r for r in records(tmp_path / "out" / "period_comparisons.csv")}
    row = compared["2023", "production_accidents"]
    assert (row["prior_value"], row["prior_state"], row["is_prior_implied"]) == ("18", "implied", "true")
    assert (row["change"], row["change_pct"], row["change_pct_reported"]) == ("-9", "-50", "-50")


def test_a_year_and_a_region_choose_rows_and_the_years_are_those_of_the_profile(
    warehouse: Path, tmp_path: Path
) -> None:
    exports.export("relief_funds", tmp_path / "a", warehouse=warehouse, year=2023, region="990100")
    rows = records(tmp_path / "a" / "relief_funds.csv")
    assert {(row["年度"], row["行政区划代码"]) for row in rows} == {("2023", OTHER), ("2023", "990100")}
    with pytest.raises(LedgerError) as refused:
        exports.export("house_insurance", tmp_path / "b", warehouse=warehouse, year=2019)
    assert "2024" in str(refused.value)
    assert not (tmp_path / "b").exists()


def test_the_same_release_gives_the_same_bytes_in_either_encoding(warehouse: Path, tmp_path: Path) -> None:
    for profile in tables.TABLES:
        first = exports.export(profile, tmp_path / "1" / profile, warehouse=warehouse)
        again = exports.export(profile, tmp_path / "2" / profile, warehouse=warehouse)
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
        chinese = exports.export(profile, tmp_path / "3" / profile, warehouse=warehouse, encoding="gb18030")
        assert [lines_of(path) for path in first[:-1]] == [lines_of(path, "gb18030") for path in chinese[:-1]]


def test_exported_period_figures_are_read_back_as_they_are(warehouse: Path, tmp_path: Path) -> None:
    written = exports.export("period_figures", tmp_path / "out", warehouse=warehouse)
    again = read(written[0], name="period_figures.csv")
    assert (again.reader, again.rows_rejected) == ("period_figures", 0)
    assert again.findings.is_empty()
    columns = ["period_end", "indicator", "value", "state", "half_width", "change_pct"]
    assert again.period_figures.select(columns).rows() == [
        (date(2022, 12, 31), "production_accidents", Decimal(18), "implied", None, None),
        (date(2023, 12, 31), "affected_population", Decimal(71000), "rounded", Decimal(500), None),
        (date(2023, 12, 31), "production_accidents", Decimal(9), "exact", None, Decimal(-50)),
        (date(2024, 12, 31), "direct_economic_loss", Decimal("12.5"), "exact", None, None),
    ]


def test_a_release_of_earlier_software_says_what_to_do(warehouse: Path, tmp_path: Path) -> None:
    old = ledger.release_of(tmp_path / "old")
    with duckdb.connect(str(old / "published" / ledger.RELEASE / "snapshot.duckdb")) as release:
        release.execute("drop table marts.house_insurance")
    with pytest.raises(LedgerError) as refused:
        exports.export("house_insurance", tmp_path / "out", warehouse=old)
    assert "loss-ledger refresh" in str(refused.value)


def test_every_profile_has_its_names_columns_and_kinds() -> None:
    named = {row["profile"]: (row["name_zh"], row["name_en"]) for row in codebooks.rows("export_profiles")}
    assert all(all(named[profile]) for profile in exports.WRITERS)
    kinds = {*tables._KINDS, "choice", "word"}
    for files in tables.TABLES.values():
        for name in files:
            assert {column["kind"].partition(":")[0] for column in texts.columns(name)} <= kinds
