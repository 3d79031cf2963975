"""A check of a small file leaves out what can find nothing, and finds the same; it loads what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import checking, sample, tree
from pipelines.emptiness import Emptiness
from pipelines.progress import nobody
from tests.bureau import COLUMNS

HEAVY = ("dagster", "pyarrow", "numpy", "pandas", "xlsxwriter", "openpyxl", "sqlite3")
REPORTS = """region_code,hazard_key,occurred_at,as_of,stage,deaths,missing,affected_population,direct_economic_loss
610100,flood,2020-07-01 08:00:00,2020-07-02 08:00:00,initial,0,0,100,10
610116,flood,2020-07-01 08:00:00,2020-07-02 08:00:00,initial,2,0,300,20
610116,flood,2020-07-01 08:00:00,2020-07-03 08:00:00,update,1,0,2000,15
610199,flood,2020-07-01 08:00:00,2020-07-02 08:00:00,initial,,,5,
"""
ANNUAL = """region_code,region_name,period_kind,period_start,period_end,hazard_key,indicator,value,unit,state,basis
610100,西安市,year,2020-01-01,2020-12-31,all,affected_population,{},人,exact,reported_annual
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    sample.write(folder)
    (folder / "reports.csv").write_text(REPORTS, encoding="utf-8")
    return folder


def found(place: Path, raw: Path) -> list[list[tuple[object, ...]]]:
    checked = checking.check([place], raw, nobody)
    return [frame.rows() for frame in (checked.findings, checked.sources, checked.sent, checked.missing)]


def test_what_is_left_out_would_have_found_nothing(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places_checked = [files, files / "reports.csv", *sorted(files.rglob("*.xlsx"))[:3]]
    short = [found(place, tmp_path / "raw") for place in places_checked]
    monkeypatch.setattr(Emptiness, "proves", lambda *_: False)
    monkeypatch.setattr(tree, "resolve_filed", tree.resolve_tree)
    assert short == [found(place, tmp_path / "raw") for place in places_checked]
    rule_ids = {row[0] for row in short[1][0]}
    assert {"R061", "R062", "R070", "R073", "R075"} <= rule_ids


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    code = f"import sys; from pipelines.cli import main; main({list(arguments)}); print(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return set(run.stderr.split())


def test_help_and_the_list_of_releases_load_nothing_heavy(tmp_path: Path) -> None:
    for arguments in (["--help"], ["--version"], ["releases", "--warehouse", str(tmp_path)]):
        assert loaded(*arguments).isdisjoint({*HEAVY, "polars", "duckdb"}), arguments


def test_a_check_loads_the_readers_and_the_database_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{COLUMNS}\n", encoding="utf-8")
    modules = loaded("check", str(file), "--raw", str(tmp_path / "none"))
    assert {"polars", "duckdb"} <= modules
    assert modules.isdisjoint(HEAVY)


def test_a_refresh_with_nothing_new_starts_neither_dagster_nor_the_database(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    (raw / "disaster_reports").mkdir(parents=True)
    (raw / "disaster_reports" / "reports.csv").write_text(REPORTS, encoding="utf-8")
    arguments = ("refresh", "--raw", str(raw), "--warehouse", str(warehouse))
    assert "dagster" in loaded(*arguments)
    assert loaded(*arguments).isdisjoint({*HEAVY, "duckdb"})


def test_annual_figures_are_compared_with_all_that_was_reported_below(tmp_path: Path) -> None:
    heading = "region_code,hazard_key,occurred_at,as_of,affected_population\n"
    told = {"610116": 5000, "610117": 2000}
    lines = [f"{code},flood,2020-07-01 08:00:00,2020-12-31 00:00:00,{people}\n" for code, people in told.items()]
    (tmp_path / "counties.csv").write_text(heading + "".join(lines), encoding="utf-8")
    for stated, is_right in ((7000, True), (3000, False)):
        (tmp_path / "annual.csv").write_text(ANNUAL.format(stated), encoding="utf-8")
        checked = checking.check([tmp_path], tmp_path / "raw", nobody)
        messages = [row["message_zh"] for row in checked.findings.to_dicts() if row["rule_id"] == "R072"]
        assert bool(messages) is not is_right
        assert all("7000" in message for message in messages)
