"""What was decided, ordered or stated about a file holds for its correction."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines import decisions, exports, history
from pipelines.commands.export import end_of
from tests.bureau import REPORTS, Bureau, at, without_dagster
from tests.corrections.corrected import changed, downloaded, drop
from tests.corrections.test_loop import NAME, as_csv, cell, found, refreshed
from tests.readers.files import text
from tests.test_history import on


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    without_dagster(monkeypatch)
    return at(tmp_path)


def test_what_was_explained_stays_explained_in_the_correction(bureau: Bureau, tmp_path: Path) -> None:
    file = as_csv(tmp_path / NAME)
    path = f"{REPORTS}/{file.name}"
    drop(file, bureau.raw, path)
    refreshed(bureau)
    for rule, locator in (("R050", "3"), ("F080", "")):
        row = {"rule_id": rule, "source_file": path, "source_locator": locator}
        decisions.record(bureau.raw, decisions.EXPLANATIONS, row, by="张三", reason="已核实")
    given = downloaded(bureau, file.name, tmp_path / "desk")
    drop(changed(given, {"Sheet1": {cell("affected_population", 3): 40}}), bureau.raw, "更正.xlsx")
    refreshed(bureau)
    rules = "('R050', 'F080', 'F060')"
    told = f"select rule_id, source_file, status, explained_by from checks.findings where rule_id in {rules}"
    assert bureau.ask(f"{told} order by all") == [
        ("F080", "更正.xlsx", "explained", "张三"), ("R050", "更正.xlsx", "explained", "张三"),
    ]  # fmt: skip


FUNDS = [
    ["文号", "下达日期", "拨付单位级别", "接收地区", "资金用途", "环节", "金额（万元）"],
    ["陕财〔2023〕1号", "2023-03-01", "省级", "西安市", "冬春救助", "收到上级下达", "100"],
]


def test_a_correction_keeps_the_place_of_its_file_among_files_that_tell_of_the_same_batch(
    bureau: Bureau, tmp_path: Path
) -> None:
    drop(as_csv(tmp_path / NAME), bureau.raw, f"{REPORTS}/{NAME}.csv")
    drop(text(tmp_path / "a.csv", FUNDS), bureau.raw, "relief/a救灾资金.csv")
    drop(text(tmp_path / "b.csv", [FUNDS[0], [*FUNDS[1][:-1], "90"]]), bureau.raw, "relief/b救灾资金.csv")
    refreshed(bureau)
    counted = "select amount from core.relief_funds where not is_repeated"
    assert bureau.ask(counted) == [(Decimal("1000000.00"),)]
    given = downloaded(bureau, "a救灾资金.csv", tmp_path / "desk")
    drop(changed(given, {"Sheet1": {"G2": 120}}), bureau.raw, "relief/z 改.xlsx")
    refreshed(bureau)
    assert bureau.ask(counted) == [(Decimal("1200000.00"),)]
    assert bureau.ask("select count(*) from core.relief_funds") == [(2,)]


def test_every_earlier_day_is_as_it_was_and_the_warehouse_may_go(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = as_csv(tmp_path / NAME)
    on(monkeypatch, "2021-10-12")
    drop(file, bureau.raw, f"{REPORTS}/{file.name}")
    refreshed(bureau)
    given = downloaded(bureau, file.name, tmp_path / "desk")
    on(monkeypatch, "2021-10-14")
    drop(changed(given, {"Sheet1": {cell("affected_population", 3): 40}}), bureau.raw, "更正.xlsx")
    refreshed(bureau)

    def people(day: str) -> list[object]:
        release = history.ledger_as_known(bureau.raw, bureau.warehouse, end_of(day))
        return [
            row[0] for row in bureau.ask("select affected_population from core.losses order by region_code", release)
        ]

    def exported(folder: str) -> dict[str, bytes]:
        for profile in ("tidy", "annual_summary", "national_wide"):
            exports.export(profile, tmp_path / folder / profile, warehouse=bureau.warehouse)
        return {f.relative_to(tmp_path / folder).as_posix(): f.read_bytes() for f in (tmp_path / folder).rglob("*.csv")}

    assert (people("2021-10-12"), people("2021-10-14")) == ([1200, None], [1200, 40])
    moved = "select known_from::date::text, value, prior_value, cause from marts.revisions where indicator = "
    assert bureau.ask(f"{moved} 'affected_population' and event_id is not null order by all") != []
    before = exported("before")
    __import__("shutil").rmtree(bureau.warehouse)
    refreshed(bureau)
    assert exported("after") == before
    assert people("2021-10-12") == [1200, None]


def test_nothing_of_a_correction_makes_a_second_disaster_or_a_tie(bureau: Bureau, tmp_path: Path) -> None:
    file = as_csv(tmp_path / NAME)
    drop(file, bureau.raw, f"{REPORTS}/{file.name}")
    drop(text(tmp_path / "p.csv", [["地区代码", "时段", "受灾人口(人)"], ["610100", "2021年", "1240"]]),
         bureau.raw, "period_figures/西安市2021年.csv")  # fmt: skip
    refreshed(bureau)
    tables = ("core.losses", "core.period_figures", "core.events", "marts.losses_by_day", "core.candidates")
    before = {table: bureau.ask(f"select count(*) from {table}") for table in tables}
    for number, named in enumerate((file.name, "西安市2021年.csv")):
        drop(downloaded(bureau, named, tmp_path / "desk"), bureau.raw, f"documents/{number}.xlsx")
    refreshed(bureau)
    assert {table: bureau.ask(f"select count(*) from {table}") for table in tables} == before
    assert found(bureau, "R068", "R090", "R091", "R089", "R092", "F100") == []
    assert pl.DataFrame(bureau.ask("select status, corrects from meta.sources order by all"), orient="row").rows() == [
        ("active", f"{REPORTS}/{file.name}"), ("active", "period_figures/西安市2021年.csv"),
        ("superseded", None), ("superseded", None),
    ]  # fmt: skip
