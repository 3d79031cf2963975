"""Small files as bureaus send them, written where a test wants them."""

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines import codebooks
from pipelines.readers import Reading, read

Rows = Sequence[Sequence[Any]]
NATIONAL = (
    "区域",
    "灾种",
    "隶属区域",
    "灾害发生时间",
    *(i.export_header_zh for i in codebooks.loss_columns() if i.national_seq),
)


def book(path: Path, sheets: Mapping[str, Rows] | Rows, *, merged: Sequence[str] = ()) -> Path:
    """A workbook with these sheets; `merged` are ranges of the first one whose first cell already holds the value."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        named = sheets if isinstance(sheets, Mapping) else {"表1": sheets}
        for name, rows in named.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)
            for cells in merged if name == next(iter(named)) else ():
                sheet.merge_range(cells, rows[_row(cells)][_column(cells)])
    return path


def _row(cells: str) -> int:
    return int("".join(c for c in cells.split(":", maxsplit=1)[0] if c.isdigit())) - 1


def _column(cells: str) -> int:
    number = 0
    for letter in (c for c in cells.split(":", maxsplit=1)[0] if c.isalpha()):
        number = number * 26 + ord(letter) - 64
    return number - 1


def text(path: Path, rows: Rows, encoding: str = "utf-8-sig") -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as lines:
        csv.writer(lines).writerows([["" if value is None else value for value in row] for row in rows])
    return path


def national(*rows: Mapping[str, Any]) -> list[list[Any]]:
    """A national list of these rows: dimensions by their headings, figures by indicator; the rest is `--`."""
    headers = {i.column_name: i.export_header_zh for i in codebooks.loss_columns() if i.national_seq}
    table: list[list[Any]] = [["灾情组合查询表"], list(NATIONAL)]
    for row in rows:
        cells = {headers.get(name, name): value for name, value in row.items()}
        table.append([cells.get(heading, "--") for heading in NATIONAL])
    return table


def checked(path: Path, **options: Any) -> Reading:
    """The reading of a file; every row of it is accepted, rejected or skipped."""
    reading = read(path, **options)
    assert reading.rows_read == reading.rows_accepted + reading.rows_rejected + reading.rows_skipped
    assert reading.rows_rejected == reading.rejected_rows.height
    return reading


def column(reading: Reading, name: str) -> list[Any]:
    """A column of the reports; decimals without zeros at their ends."""
    return [value.normalize() + 0 if isinstance(value, Decimal) else value for value in reading.reports[name]]


def rules(reading: Reading) -> list[str]:
    """The rules that found something, each once."""
    return sorted(set(reading.findings["rule_id"]))


def messages(reading: Reading, rule_id: str) -> list[str]:
    """The Chinese messages of one rule."""
    return reading.findings.filter(reading.findings["rule_id"] == rule_id)["message_zh"].to_list()
