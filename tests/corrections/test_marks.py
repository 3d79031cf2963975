"""The mark of a correction: it survives other programs, and is not believed in the wrong place."""

from pathlib import Path

import openpyxl
import pytest

from pipelines.corrections.package import Package
from pipelines.corrections.plain_workbook import plain_workbook
from pipelines.corrections.workbook import _put_property
from pipelines.readers import grids
from pipelines.readers.correction_marks import SEVERAL, UNLIKE, VALID, Mark, correction_in, mark_of
from tests.corrections.office import converted
from tests.readers.files import book

SHA, OTHER = "a" * 64, "b" * 64
ROWS = [["地区", "受灾人口"], *([f"{n}镇", 1000 + 7 * n] for n in range(12))]
NAMES = ("disaster_reports/山西灾情-截至20211011.xlsx", "旧 名|100%.xlsx")


def marked(path: Path, rows: list[list[object]] = ROWS, sha256: str = SHA, names: tuple[str, ...] = NAMES) -> Path:
    """A workbook with these rows and the mark of a correction of them, in a cell and as a property."""
    grid = grids.open_grid(book(path, rows))
    mark = mark_of(grid, [sha256], names)
    package = Package(plain_workbook(grid, lambda sheet, column: True))
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    cell = f'<c r="A1" t="inlineStr"><is><t>{mark.text}</t></is></c></row></sheetData></worksheet>'
    package.add_sheet("核查问题", (sheet + cell).encode())
    _put_property(package, mark)
    path.write_bytes(package.content())
    return path


def state(path: Path) -> tuple[str, tuple[str, ...]] | None:
    found = correction_in(path)
    return (found.state, found.mark.corrects) if found else None


def test_a_mark_says_again_what_it_said(tmp_path: Path) -> None:
    found = correction_in(marked(tmp_path / "a.xlsx"))
    assert found is not None and found.is_valid
    assert (found.mark.corrects, found.mark.names, found.mark.kind) == ((SHA,), NAMES, "xlsx")
    assert Mark(*(getattr(found.mark, name) for name in found.mark.__dataclass_fields__)).text == found.mark.text


def test_an_ordinary_file_carries_no_mark(tmp_path: Path) -> None:
    assert correction_in(book(tmp_path / "a.xlsx", ROWS)) is None
    (tmp_path / "a.csv").write_text("地区,受灾人口\n", encoding="utf-8")
    assert correction_in(tmp_path / "a.csv") is None
    assert correction_in(tmp_path / "missing.xlsx") is None


@pytest.mark.parametrize("lost", ["nothing", "the property", "the list"])
def test_the_mark_outlives_a_program_that_writes_the_file_anew(tmp_path: Path, lost: str) -> None:
    workbook = openpyxl.load_workbook(marked(tmp_path / "a.xlsx"))
    workbook["表1"]["B3"] = 4321
    if lost == "the property":
        del workbook.custom_doc_props["loss-ledger-correction"]
    if lost == "the list":
        del workbook["核查问题"]
    workbook.save(tmp_path / "b.xlsx")
    assert state(tmp_path / "b.xlsx") == (VALID, (SHA,))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_the_mark_outlives_being_saved_as_another_kind_of_file(tmp_path: Path, kind: str) -> None:
    assert state(converted(marked(tmp_path / "a.xlsx"), kind)) == (VALID, (SHA,))


def test_two_marks_in_one_workbook_are_believed_neither(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(marked(tmp_path / "a.xlsx"))
    other = openpyxl.load_workbook(marked(tmp_path / "b.xlsx", sha256=OTHER))
    workbook.create_sheet("核查问题2")["A1"] = other["核查问题"]["A1"].value
    workbook.save(tmp_path / "c.xlsx")
    found = state(tmp_path / "c.xlsx")
    assert found is not None and found[0] == SEVERAL


def test_a_mark_among_quite_other_figures_is_not_believed(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(marked(tmp_path / "a.xlsx"))
    for number in range(12):
        workbook["表1"][f"B{number + 2}"] = 90_000 + 13 * number
    workbook.save(tmp_path / "next month.xlsx")
    assert state(tmp_path / "next month.xlsx") == (UNLIKE, (SHA,))
    del workbook["核查问题"]
    workbook.save(tmp_path / "next month.xlsx")
    assert state(tmp_path / "next month.xlsx") is None


def test_half_of_the_figures_may_change(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(marked(tmp_path / "a.xlsx"))
    for number in range(6):
        workbook["表1"][f"B{number + 2}"] = 90_000 + 13 * number
    workbook.save(tmp_path / "b.xlsx")
    assert state(tmp_path / "b.xlsx") == (VALID, (SHA,))
