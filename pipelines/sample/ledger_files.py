"""Writes ledgers the way bureaus keep them: a title, headings in one or two rows, a 合计 line; or CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipelines.sample.layouts import TOTAL, workbook

Value = str | int | Decimal | date | None
HEADING_ROWS = 2


@dataclass(frozen=True)
class Table:
    """One sheet. A heading `group/part` stands in two rows, the group merged over its parts."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    summed: Sequence[str] = ()

    @property
    def total(self) -> list[Value]:
        """The 合计 line: the sums of the columns named in `summed`."""
        sums: list[Value] = []
        for at, heading in enumerate(self.headings):
            figures = [row[at] for row in self.rows]
            numbers = [Decimal(figure) for figure in figures if isinstance(figure, int | Decimal)]
            sums.append(sum(numbers, Decimal(0)) if numbers and heading in self.summed else None)
        return [TOTAL, *sums[1:]]


def write_book(path: Path, tables: Sequence[Table]) -> Path:
    """A workbook with these sheets."""
    with workbook(path) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
            "head": book.add_format(
                {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
            ),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for table in tables:
            _write_sheet(book.add_worksheet(table.name), table, formats)
    return path


def write_csv(path: Path, table: Table, *, encoding: str) -> Path:
    """The same as CSV, without a title or a 合计 line."""
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow(table.headings)
    out.writerows([["" if value is None else str(value) for value in row] for row in table.rows])
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def _write_sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.set_column(0, len(table.headings) - 1, 15)
    sheet.merge_range(0, 0, 0, len(table.headings) - 1, table.title, formats["title"])
    first = _write_headings(sheet, table.headings, formats["head"])
    lines = [*table.rows, table.total] if table.summed else table.rows
    for row, values in enumerate(lines, start=first):
        for column, value in enumerate(values):
            _write_cell(sheet, row, column, value, formats["day"])
    sheet.freeze_panes(first, 0)


def _write_headings(sheet: Any, headings: Sequence[str], head: Any) -> int:
    """The headings below the title; the first row after them."""
    if not any("/" in heading for heading in headings):
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, head)
        return 2
    groups = [heading.split("/")[0] for heading in headings]
    starts = [at for at, group in enumerate(groups) if at == 0 or groups[at - 1] != group]
    for start, end in pairwise([*starts, len(groups)]):
        if "/" not in headings[start]:
            sheet.merge_range(1, start, HEADING_ROWS, start, headings[start], head)
            continue
        sheet.merge_range(1, start, 1, end - 1, groups[start], head)
        for column in range(start, end):
            sheet.write_string(HEADING_ROWS, column, headings[column].split("/")[1], head)
    return HEADING_ROWS + 1


def _write_cell(sheet: Any, row: int, column: int, value: Value, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)
