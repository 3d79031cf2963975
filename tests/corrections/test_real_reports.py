"""The loop on two real reports: nine errors corrected in one, the other dropped back as it was; nothing is doubled."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.bureau import REPORTS, Bureau, at, without_dagster
from tests.corrections.corrected import downloaded, drop
from tests.corrections.test_loop import refreshed

SHANXI, SHAANXI = "山西灾情-截至20211011.xlsx", "陕西洪涝灾害_2021-10-03_截至20211012.xlsx"
RELOCATED, LOSSES = (34, 35, 36, 39), (35, 36, 68, 78, 109)
"""Rows in which 紧急转移安置 is not 集中 plus 分散 (R, S, T), and the loss is not its six parts (BN, BO to BT)."""
PARTS = ("BO", "BP", "BQ", "BR", "BS", "BT")


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, received_file: Callable[[str], Path]) -> Bureau:
    without_dagster(monkeypatch)
    for name in (SHANXI, SHAANXI):
        drop(received_file(f"china_reports/{name}"), tmp_path / "raw", f"{REPORTS}/{name}")
    return at(tmp_path)


def corrected(book: Path) -> dict[str, Decimal]:
    """Type the right totals over the wrong ones; answers by how much they move."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["0"]
    moved = {"relocated_total_cum": Decimal(0), "direct_economic_loss": Decimal(0)}
    for rows, total, parts, indicator in (
        (RELOCATED, "R", ("S", "T"), "relocated_total_cum"), (LOSSES, "BN", PARTS, "direct_economic_loss"),
    ):  # fmt: skip
        for row in rows:
            right = sum(Decimal(str(sheet[f"{part}{row}"].value)) for part in parts)
            moved[indicator] += right - Decimal(str(sheet[f"{total}{row}"].value))
            sheet[f"{total}{row}"] = float(right)
    workbook.save(book)
    return moved


def totals(bureau: Bureau) -> dict[str, Decimal]:
    rows = bureau.ask("select sum(relocated_total_cum), sum(direct_economic_loss), count(*) from core.losses")
    names = ("relocated_total_cum", "direct_economic_loss", "records")
    return {name: Decimal(value) for name, value in zip(names, rows[0], strict=True)}


def findings(bureau: Bureau) -> dict[str, int]:
    """Findings by rule, those about files as files apart."""
    return dict(bureau.ask("select rule_id, count(*) from checks.findings group by rule_id order by rule_id"))


def test_two_real_reports_are_corrected_and_count_once(bureau: Bureau, tmp_path: Path) -> None:
    refreshed(bureau)
    before, found = totals(bureau), findings(bureau)
    years = bureau.ask("select count(*) from marts.annual_losses")
    assert (found["R012"], found["R050"], before["records"]) == (4, 5, 753)

    shanxi = downloaded(bureau, SHANXI, tmp_path / "desk")
    moved = corrected(shanxi)
    drop(shanxi, bureau.raw, "documents/新建 Microsoft Excel 工作表 (2) 20220305.xlsx")
    drop(downloaded(bureau, SHAANXI, tmp_path / "desk"), bureau.raw, "received/没改.xlsx")
    refreshed(bureau)
    after, left = totals(bureau), findings(bureau)
    assert {name: after[name] - before[name] for name in after} == {**moved, "records": 0}
    assert moved == {"relocated_total_cum": Decimal("40"), "direct_economic_loss": Decimal("3850.2")}
    assert bureau.ask("select count(*) from marts.annual_losses") == years
    assert left == {rule: count for rule, count in found.items() if rule not in {"R012", "R050"}} | {"F170": 1}
    assert bureau.ask(
        "select status, reader, rows_read = rows_accepted + rows_rejected + rows_skipped, rows_accepted "
        "from meta.sources order by status, path"
    ) == [
        ("active", "provincial_report", True, 113), ("active", "provincial_report", True, 1271),
        ("superseded", "provincial_report", True, 113), ("superseded", "provincial_report", True, 1271),
    ]  # fmt: skip
    cut_offs = "select distinct strftime(as_of, '%Y-%m-%d') from core.losses order by 1"
    assert bureau.ask(cut_offs) == [("2021-10-11",), ("2021-10-12",)]
