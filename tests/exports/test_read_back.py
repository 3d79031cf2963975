"""What leaves as a national list comes back: export, read the file with our own reader, compare cell by cell."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines import exports, sample
from pipelines.readers import read
from pipelines.sample.figures import Figures, national_columns
from tests.exports import ledger

KEYS = ("region_code", "region_name", "region_level", "hazard_key", "occurred_at")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, Figures]:
    """A national export of two years: its reports as read, and its 合计 line."""
    path = tmp_path_factory.mktemp("received") / "组合查询表.xlsx"
    total = sample.national_export(path, records=60, years=(2023, 2024))
    return read(path).reports, total


@pytest.fixture(scope="module")
def received(export: tuple[pl.DataFrame, Figures]) -> pl.DataFrame:
    """The reports of the export."""
    return export[0]


@pytest.fixture(scope="module")
def warehouse(received: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of that export."""
    return ledger.release_of(
        tmp_path_factory.mktemp("ledger") / "warehouse",
        [row | {"source_id": "a" * 16} for row in received.iter_rows(named=True)],
    )


@pytest.mark.parametrize("form", [(".csv", "utf-8-sig"), (".csv", "gb18030"), (".xlsx", "utf-8-sig")])
@pytest.mark.parametrize("year", [2023, 2024])
def test_the_records_of_the_filing_level_come_back_with_no_difference(
    received: pl.DataFrame, warehouse: Path, tmp_path: Path, year: int, form: tuple[str, str]
) -> None:
    ending, encoding = form
    written = exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=year, encoding=encoding)
    again = read(next(path for path in written if path.suffix == ending))
    columns = [*KEYS, *national_columns()]
    filed = received.filter(pl.col("region_level") == "county", pl.col("occurred_at").dt.year() == year)
    assert again.reports.select(columns).sort(KEYS).equals(filed.select(columns).sort(KEYS))
    assert again.findings.filter(pl.col("severity") != "warning").is_empty()
    assert again.rows_rejected == 0


def test_the_sums_of_the_release_are_the_total_line_of_the_export_it_was_made_from(
    export: tuple[pl.DataFrame, Figures], warehouse: Path, tmp_path: Path
) -> None:
    exports.export("tidy", tmp_path / "out", warehouse=warehouse, region="990100")
    rows = pl.read_csv(tmp_path / "out" / "annual_losses.csv", infer_schema=False)
    own = rows.filter(region_code="990100", hazard_key="all")
    sums = {name: sum(map(Decimal, values)) for name, values in own.group_by("indicator").agg("value").iter_rows()}
    assert {name: value for name, value in export[1].items() if not name.endswith("_now")} == {
        name: sums[name] for name in national_columns() if not name.endswith("_now")
    }
