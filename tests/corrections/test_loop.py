"""The whole loop, by value: a file with findings, its correction, cells typed over, dropped back under another name."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.readers.sheet_xml import column_letters
from tests.bureau import REPORTS, Bureau, at, without_dagster
from tests.corrections.corrected import changed, downloaded, drop
from tests.corrections.office import converted
from tests.readers.files import NATIONAL, book, national, text

NAME = "西安市灾情-截至20211011"
FIRST = {
    "区域": "长安区", "灾种": "洪涝灾害-江河洪水", "隶属区域": "陕西省-西安市", "灾害发生时间": "2021-10-03 12:37:48",
    "affected_population": "4O", "deaths": "0", "missing": "0", "direct_economic_loss": "300.5",
    "loss_housing_household": "100.25", "loss_agriculture": "100.25", "loss_industry_commerce": "0",
    "loss_infrastructure": "0", "loss_public_service": "0", "loss_other": "0",
}  # fmt: skip
SECOND = FIRST | {"区域": "临潼区", "affected_population": "1200", "direct_economic_loss": "200.50"}
NOWHERE = FIRST | {"区域": "某某新区", "affected_population": "77", "direct_economic_loss": "200.50"}
TABLE = national(FIRST, SECOND, NOWHERE)


def cell(heading: str, row: int) -> str:
    names = {"affected_population": "受灾人口(人)", "direct_economic_loss": "直接经济损失(万元)"}
    wanted = names.get(heading, heading)
    at = next(n for n, one in enumerate(NATIONAL) if one.replace("（", "(").replace("）", ")") == wanted)
    return f"{column_letters(at + 1)}{row}"


FIXES = {cell("affected_population", 3): 40, cell("direct_economic_loss", 3): 200.5, cell("区域", 5): "鄠邑区"}


def as_xlsx(path: Path) -> Path:
    return book(path.with_suffix(".xlsx"), {"组合查询表": TABLE})


def as_csv(path: Path) -> Path:
    return text(path.with_suffix(".csv"), TABLE)


def as_gb18030(path: Path) -> Path:
    return text(path.with_suffix(".csv"), TABLE, encoding="gb18030")


def as_html(path: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in TABLE)
    file = path.with_suffix(".xls")
    file.write_text(f'<html><meta charset="utf-8"><table>{rows}</table></html>', encoding="utf-8")
    return file


def as_parquet(path: Path) -> Path:
    frame = pl.DataFrame([dict(zip(TABLE[1], row, strict=True)) for row in TABLE[2:]])
    file = path.with_suffix(".parquet")
    frame.write_parquet(file)
    return file


def as_xls(path: Path) -> Path:
    return converted(as_xlsx(path), "xls")


KINDS: dict[str, tuple[Callable[[Path], Path], int]] = {
    "xlsx": (as_xlsx, 0), "csv": (as_csv, 0), "gb18030": (as_gb18030, 0), "html": (as_html, 0), "xls": (as_xls, 0),
    "parquet": (as_parquet, -1),
}  # fmt: skip
"""How a file of each kind is made, and by how many rows its table stands lower."""


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    without_dagster(monkeypatch)
    return at(tmp_path)


def refreshed(bureau: Bureau) -> None:
    """A refresh whose release is shown, even where it moves closed years."""
    done = bureau.refresh()
    if done.held:
        bureau.releases.make_current(done.release)


def losses(bureau: Bureau) -> list[tuple[Any, ...]]:
    asked = "select region_name, affected_population, direct_economic_loss, hazard_key, occurred_at, as_of, event_id"
    return bureau.ask(f"{asked} from core.losses order by region_code, event_id")


def found(bureau: Bureau, *rules: str) -> list[tuple[Any, ...]]:
    """Open findings of these rules: rule, file, place."""
    listed = ", ".join(f"'{rule}'" for rule in rules)
    return bureau.ask(
        "select rule_id, source_file, source_locator from checks.findings "
        f"where rule_id in ({listed}) and status = 'open' order by all"
    )


def accounts(bureau: Bureau) -> list[tuple[Any, ...]]:
    return bureau.ask(
        "select status, rows_read = rows_accepted + rows_rejected + rows_skipped, rows_accepted, rows_rejected "
        "from meta.sources order by status, path"
    )


def annual(bureau: Bureau) -> tuple[Any, ...]:
    rows = bureau.ask(
        "select event_records, affected_population, direct_economic_loss from marts.annual_losses "
        "where region_code = '610100' and year = 2021 and hazard_key = 'all'"
    )
    return rows[0]


def figures(bureau: Bureau) -> list[tuple[Any, ...]]:
    return [(name, people, loss) for name, people, loss, *_ in losses(bureau)]


BEFORE = [("临潼区", 1200, Decimal("200.5")), ("长安区", None, Decimal("300.5"))]
AFTER = [("临潼区", 1200, Decimal("200.5")), ("长安区", 40, Decimal("200.5")), ("鄠邑区", 77, Decimal("200.5"))]
BAD = ("F060", "F080", "R050")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_any_kind_is_corrected_and_counts_once(bureau: Bureau, tmp_path: Path, kind: str) -> None:
    make, lower = KINDS[kind]
    file = make(tmp_path / NAME)
    drop(file, bureau.raw, f"{REPORTS}/{file.name}")
    refreshed(bureau)
    before = losses(bureau)
    assert figures(bureau) == BEFORE and annual(bureau) == (2, 1200, Decimal("501"))
    assert [rule for rule, _, _ in found(bureau, *BAD)] == ["F060", "F080", "R050"]

    given = downloaded(bureau, file.name, tmp_path / "desk")
    sheet = openpyxl.load_workbook(given).sheetnames[0]
    fixes = {f"{place[:-1]}{int(place[-1]) + lower}": value for place, value in FIXES.items()}
    drop(changed(given, {sheet: fixes}), bureau.raw, "insurance/同事改的 20211105.xlsx")
    refreshed(bureau)
    assert figures(bureau) == AFTER and annual(bureau) == (3, 1317, Decimal("601.5"))
    assert {str(row[5]) for row in losses(bureau)} == {"2021-10-11 00:00:00"}
    assert {row[6] for row in before} < {row[6] for row in losses(bureau)}
    assert found(bureau, *BAD, "F094", "F170") == []
    assert accounts(bureau) == [("active", True, 3, 0), ("superseded", True, 2, 1)]


def test_a_correction_that_nobody_changed_counts_once_and_says_so(bureau: Bureau, tmp_path: Path) -> None:
    file = as_csv(tmp_path / NAME)
    drop(file, bureau.raw, f"{REPORTS}/{file.name}")
    refreshed(bureau)
    before = losses(bureau)
    drop(downloaded(bureau, file.name, tmp_path / "desk"), bureau.raw, "未改.xlsx")
    refreshed(bureau)
    assert losses(bureau) == before
    assert found(bureau, *BAD, "F170") == [
        ("F060", "未改.xlsx", "Sheet1!3"), ("F080", "未改.xlsx", "Sheet1!5"), ("F170", "未改.xlsx", ""),
        ("R050", "未改.xlsx", "Sheet1!3"),
    ]  # fmt: skip
    assert accounts(bureau) == [("active", True, 2, 1), ("superseded", True, 2, 1)]
