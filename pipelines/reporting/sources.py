"""Where every number of a report is from: a table beside it, and the same as JSON."""

from collections.abc import Iterator
from typing import Any

from pipelines.files import table_text
from pipelines.reporting import Report
from pipelines.reporting.exhibits import Table
from pipelines.reporting.figures import Cell, Number, text_of

COLUMNS = (
    "no", "number", "place", "formula", "part", "table", "row", "column", "value", "unit", "release", "source_file",
    "filing",
)  # fmt: skip
PARTS = "abcd"


def sidecar(report: Report) -> bytes:
    """One row is one cell of the release that a number is written from (a, b, … of its formula), for a spreadsheet."""
    return b"\xef\xbb\xbf" + table_text(COLUMNS, _rows(report))


def as_json(report: Report) -> dict[str, Any]:
    """The report for a page: title, sections with paragraphs, what is missing, the table, every number."""
    return {
        "title": report.title,
        "kind": report.kind,
        "region": report.region,
        "year": report.year,
        "release": report.release,
        "sections": _sections(report),
        "missing": list(report.missing),
        "tables": [_table(table) for table in report.tables.values()],
        "numbers": [_number(place, number) for place, number in report.placed_numbers()],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    return {"title": table.title, "columns": list(table.columns), "rows": rows}


def _sections(report: Report) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for line in report.lines:
        if line.level > 1 or (not line.level and not sections):
            sections.append({"heading": line.text if line.level else "", "paragraphs": [], "exhibits": []})
        if line.exhibit:
            sections[-1]["exhibits"].append(line.exhibit)
        elif not line.level:
            sections[-1]["paragraphs"].append(line.text)
    return sections


def _number(place: str, number: Number) -> dict[str, Any]:
    return {
        "number": number.text, "place": place, "formula": number.formula,
        "cells": [_cell(cell) for cell in number.cells],
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, str]:
    return {
        "table": cell.table, "row": cell.row, "column": cell.column, "value": exact(cell), "unit": cell.unit,
        "source_file": cell.files, "filing": cell.filing,
    }  # fmt: skip


def exact(cell: Cell) -> str:
    """The value as stored, without noughts that say nothing."""
    return cell.value if isinstance(cell.value, str) else f"{cell.value.normalize() + 0:f}"


def _rows(report: Report) -> Iterator[dict[str, object]]:
    for number, (place, written) in enumerate(report.placed_numbers(), start=1):
        for part, cell in zip(PARTS, written.cells, strict=False):
            yield {
                "no": number, "number": written.text, "place": place, "formula": written.formula, "part": part,
                "release": report.release, **_cell(cell),
            }  # fmt: skip
