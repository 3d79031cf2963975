"""The stack of levels, by value: each level adds up to the one above, and the file comes back as it left."""

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines import codebooks, exports
from pipelines.readers import read
from tests.exports import ledger

NATIONAL = sorted((i for i in codebooks.indicators().values() if i.national_seq), key=lambda i: i.national_seq or 0)
KEYS = ["行政区划代码", "地区级别", "上级行政区划代码", "灾害过程编号"]
FLOOD = "20240701221059-flood-990100"
REPORTS = (
    *ledger.REPORTS,
    ledger.report("990100", ledger.FLOOD_2024, affected_population=1100, direct_economic_loss=Decimal("126.45")),
    ledger.report("990102", None, direct_economic_loss=Decimal(4), hazard_key="unspecified"),
)
"""The prefecture filed 50 people more than its counties; a disaster of no known time or kind."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with figures of three levels; no test writes to it."""
    return ledger.release_of(tmp_path_factory.mktemp("stack") / "warehouse", REPORTS)


def stack(warehouse: Path, out: Path, **options: Any) -> list[dict[str, str]]:
    """The lines of the stack as written."""
    written = exports.export("level_stack", out, warehouse=warehouse, year=2024, **options)
    encoding = options.get("encoding", "utf-8-sig")
    return list(csv.DictReader(io.StringIO(written[0].read_bytes().decode(encoding), newline="")))


def test_the_stack_has_the_national_columns_behind_code_level_parent_and_disaster(
    warehouse: Path, tmp_path: Path
) -> None:
    rows = stack(warehouse, tmp_path / "out")
    national = ["区域", "灾种", "隶属区域", "灾害发生时间", *(i.export_header_zh for i in NATIONAL)]
    assert list(rows[0]) == [*KEYS, *national]
    assert len(national) == 70


def test_every_level_stands_with_its_parent_and_what_is_not_broken_down(warehouse: Path, tmp_path: Path) -> None:
    rows = [row for row in stack(warehouse, tmp_path / "out") if row["灾害过程编号"] == FLOOD]
    told = [(*(row[key] for key in KEYS[:3]), row["区域"], row["受灾人口(人)"]) for row in rows]
    assert told == [
        ("990100", "地市级", "990000", "示例市", "1100"),
        ("990100-rest", "未分解到下级", "990100", "未分解到下级", "50"),
        ("990122", "县级", "990100", "云岭县", "1000"),
        ("990123", "县级", "990100", "石桥县", "50"),
        ("990122-rest", "未分解到下级", "990122", "未分解到下级", "0"),
        ("990122100000", "乡级", "990122", "云岭镇", "600"),
        ("990122101000", "乡级", "990122", "松坪镇", "400"),
        ("990123100000", "乡级", "990123", "石桥镇", "20"),
        ("990123101000", "乡级", "990123", "双河镇", "30"),
    ]


def test_each_level_adds_up_to_the_one_above_in_every_column(warehouse: Path, tmp_path: Path) -> None:
    rows = stack(warehouse, tmp_path / "out")
    names = [i.export_header_zh for i in NATIONAL]
    sums: dict[tuple[str, str, str], Decimal] = {}
    for row in rows:
        for name in names:
            key = row["上级行政区划代码"], row["灾害过程编号"], name
            sums[key] = sums.get(key, Decimal(0)) + Decimal(row[name] or 0)
    parents = {key[0] for key in sums}
    for row in (row for row in rows if row["行政区划代码"] in parents):
        for name in names:
            below = sums.get((row["行政区划代码"], row["灾害过程编号"], name))
            assert below is None or below == Decimal(row[name] or 0)


def test_figures_of_the_moment_add_up_too_with_what_no_township_accounts_for(warehouse: Path, tmp_path: Path) -> None:
    rows = {row["行政区划代码"]: row for row in stack(warehouse, tmp_path / "out") if row["灾害过程编号"] == FLOOD}
    now = {code: row["紧急转移安置人口(实时值)(人)"] for code, row in rows.items()}
    assert {code: value for code, value in now.items() if value} == {
        "990100": "12", "990100-rest": "0", "990122": "7", "990122-rest": "7", "990123": "5",
        "990123100000": "2", "990123101000": "3",
    }  # fmt: skip


def test_a_county_stacks_itself_and_its_townships(warehouse: Path, tmp_path: Path) -> None:
    rows = stack(warehouse, tmp_path / "out", region="990123")
    assert [row["区域"] for row in rows] == ["石桥县", "石桥镇", "双河镇"]
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert told["records"] == {"county": 1, "township": 2}


@pytest.mark.parametrize(("ending", "encoding"), [(".csv", "utf-8-sig"), (".csv", "gb18030"), (".xlsx", "utf-8-sig")])
def test_the_stack_comes_back_with_no_difference(warehouse: Path, tmp_path: Path, ending: str, encoding: str) -> None:
    rows = stack(warehouse, tmp_path / "out", encoding=encoding)
    again = read(next(path for path in (tmp_path / "out").iterdir() if path.suffix == ending))
    assert (again.rows_rejected, again.findings.filter(pl.col("severity") != "warning").height) == (0, 0)
    filed = [row for row in rows if not row["行政区划代码"].endswith("-rest")]
    assert again.reports.height == len(filed) == len(rows) - 2
    for row, report in zip(filed, again.reports.iter_rows(named=True), strict=True):
        assert report["region_code"] == row["行政区划代码"]
        assert report["region_name"] == row["区域"]
        assert codebooks.parent_code(report["region_code"]) == row["上级行政区划代码"]
        assert report["event_key"] == f"id:{row['灾害过程编号']}"
        when = None if row["灾害发生时间"] == "--" else datetime.fromisoformat(row["灾害发生时间"])
        assert report["occurred_at"] == when
        for indicator in NATIONAL:
            written = row[indicator.export_header_zh]
            assert report[indicator.column_name] == (Decimal(written) if written else None)


def test_an_upper_level_that_reads_the_stack_has_the_same_sums(warehouse: Path, tmp_path: Path) -> None:
    stack(warehouse, tmp_path / "out")
    again = read(next(path for path in (tmp_path / "out").iterdir() if path.suffix == ".csv"))
    reports = [row | {"source_id": "a" * 16} for row in again.reports.iter_rows(named=True)]
    upper = ledger.release_of(tmp_path / "upper", reports)
    assert sums(upper, tmp_path / "there") == sums(warehouse, tmp_path / "here")


def sums(warehouse: Path, out: Path) -> list[dict[str, str]]:
    """The annual figures of a release; how many records they are made of is another matter."""
    exports.export("tidy", out, warehouse=warehouse, year=2024)
    rows = csv.DictReader(io.StringIO((out / "annual_losses.csv").read_bytes().decode("utf-8-sig"), newline=""))
    return [row for row in rows if row["indicator"] != "event_records"]
