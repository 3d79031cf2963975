"""Writes records the way the reporting systems export them: the national list and the provincial one-disaster sheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # ships no annotations

from pipelines import codebooks
from pipelines.sample.disasters import CountyRecord, Place
from pipelines.sample.figures import Figure, Figures, added, national_columns

LIST_DIMENSIONS = ("区域", "灾种", "隶属区域", "灾害发生时间")
MISSING_TEXT = "--"
TOTAL = "合计"
FIXED_DATE = datetime(2025, 1, 1)  # written into every workbook, so that the same seed gives the same bytes

StackedRow = tuple[Place, int, Figures]
"""One line of a provincial sheet: region, depth of its indentation, figures."""


@dataclass
class ListRow:
    """One line of a national list; `is_top` rows are those that the 合计 line adds up."""

    place: Place
    depth: int
    hazard: str
    occurred_at: datetime
    figures: Figures
    is_top: bool
    overwritten: dict[str, str] = field(default_factory=dict)


def list_rows(records: Iterable[CountyRecord]) -> list[ListRow]:
    """The lines of a list: a county, then its townships. Townships without a county line are at the top themselves."""
    lines: list[ListRow] = []
    for record in records:
        if record.own is not None:
            lines.append(ListRow(record.county, 1, record.hazard, record.occurred_at, record.own, is_top=True))
        for township, figures in record.townships:
            lines.append(ListRow(township, 2, record.hazard, record.occurred_at, figures, is_top=record.own is None))
    return lines


def total_of(lines: Iterable[ListRow]) -> Figures:
    """The 合计 line: the sum of the top-level records; a line whose county is in the list too is not added again."""
    return added(line.figures for line in lines if line.is_top)


def write_list_xlsx(path: Path, title: str, lines: Sequence[ListRow], *, numbers_as_text: bool = False) -> None:
    """The national list as a workbook: title, headings, 合计, records."""
    headings = (*LIST_DIMENSIONS, *national_headings())
    with workbook(path) as book:
        sheet = book.add_worksheet("组合查询表")
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        head = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
        sheet.merge_range(0, 0, 0, len(headings) - 1, title, bold)
        sheet.set_row(1, 60)
        sheet.set_column(0, 3, 20)
        sheet.set_column(4, len(headings) - 1, 12)
        sheet.freeze_panes(2, 1)
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, head)
        for row, cells in enumerate([_total_cells(lines), *map(_line_cells, lines)], start=2):
            for column, cell in enumerate(cells):
                _write_cell(sheet, row, column, cell, numbers_as_text)


def write_list_csv(path: Path, title: str, lines: Sequence[ListRow], *, encoding: str) -> None:
    """The national list as CSV: title, headings, records, 合计 at the end."""
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow([title])
    out.writerow([*LIST_DIMENSIONS, *national_headings()])
    for cells in [*map(_line_cells, lines), _total_cells(lines)]:
        out.writerow(["" if cell is None else str(cell) for cell in cells])
    path.write_bytes(buffer.getvalue().encode(encoding))


@cache
def national_headings() -> tuple[str, ...]:
    """The 66 headings of the national list, in order."""
    return tuple(codebooks.indicators()[name].export_header_zh for name in national_columns())


def _line_cells(line: ListRow) -> list[str | Figure | None]:
    when = line.occurred_at.strftime("%Y-%m-%d %H:%M:%S")
    figures = line.figures | line.overwritten
    return ["    " * line.depth + line.place.name, line.hazard, line.place.parent_path, when, *figures.values()]


def _total_cells(lines: Sequence[ListRow]) -> list[str | Figure | None]:
    return [TOTAL, *[MISSING_TEXT] * (len(LIST_DIMENSIONS) - 1), *total_of(lines).values()]


def write_provincial(path: Path, title: str, rows: Sequence[StackedRow]) -> None:
    """A provincial export of one disaster: named in the title, with a unit row, codes and names indented by level."""
    columns = provincial_columns()
    with workbook(path) as book:
        sheet = book.add_worksheet("灾情指标")
        sheet.set_column(0, 1, 24)
        sheet.write_string(0, 0, title)
        for offset, (heading, unit, _) in enumerate(columns, start=2):
            sheet.write_string(1, offset, heading)
            sheet.write_string(2, offset, unit)
        for row, (place, depth, figures) in enumerate(rows, start=3):
            indent = "   " * depth
            cells = [indent + place.code, indent + place.name, *(figures.get(name) for _, _, name in columns)]
            for column, cell in enumerate(cells):
                _write_cell(sheet, row, column, cell, numbers_as_text=False)


@cache
def provincial_columns() -> tuple[tuple[str, str, str], ...]:
    """Heading, unit, indicator (empty for columns without a figure) of the provincial sheet."""
    with (Path(__file__).parent / "provincial_columns.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((row["heading"], row["unit"], row["indicator"]) for row in csv.DictReader(lines))


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """A new workbook that is the same bytes each time."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.set_properties({"created": FIXED_DATE})
    try:
        yield book
    finally:
        book.close()


def _write_cell(sheet: Any, row: int, column: int, cell: str | Figure | None, numbers_as_text: bool) -> None:
    if cell is None:
        return
    if isinstance(cell, int | Decimal) and not numbers_as_text:
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))
