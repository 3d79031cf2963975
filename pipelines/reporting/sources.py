"""Where every number of a report is from: a table beside it, and the same as JSON."""

import itertools
from collections.abc import Iterator
from typing import Any

from pipelines.files import table_text
from pipelines.reporting import Report, charts
from pipelines.reporting.exhibits import Chart, Table
from pipelines.reporting.figures import Cell, Number, text_of
from pipelines.reporting.rendering import Line

COLUMNS = (
    "no", "number", "place", "formula", "part", "table", "row", "column", "value", "unit", "release", "source_file",
    "filing",
)  # fmt: skip
PARTS = "abcd"


def sidecar(report: Report) -> bytes:
    """One row is one cell of the release that a number is written from (a, b, … of its formula), for a spreadsheet."""
    return b"\xef\xbb\xbf" + table_text(COLUMNS, _rows(report))


def as_json(report: Report) -> dict[str, Any]:
    """The report for a page: title, sections with paragraphs, what is missing, the table, the charts, every number.

    `pieces` of a section are its paragraphs once more, where a whole number stands for a number of `numbers`.
    """
    sections, places = _sections(report)
    numbers = [_number(place, number) for place, number in report.placed_numbers()]
    return {
        "title": report.title,
        "kind": report.kind,
        "region": report.region,
        "year": report.year,
        "release": report.release,
        "template": report.template,
        "characters": report.characters,
        "limit": report.limit,
        "sections": sections,
        "missing": list(report.missing.values()),
        "missing_names": list(report.missing),
        "tables": [_table(table) for table in report.tables.values()],
        "charts": {name: _chart(name, chart) for name, chart in report.charts.items()},
        "numbers": [number | {"section": place} for number, place in zip(numbers, places, strict=True)],
    }


def _table(table: Table) -> dict[str, Any]:
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    return {"title": table.title, "columns": list(table.columns), "rows": rows}


def _chart(name: str, chart: Chart) -> dict[str, Any]:
    return {"title": chart.title, "spoken": chart.spoken, "specification": charts.specification(name, chart)}


def _sections(report: Report) -> tuple[list[dict[str, Any]], list[int | None]]:
    """The sections, and of every number in its order the section that it stands in; the title is in none."""
    sections: list[dict[str, Any]] = []
    places: list[int | None] = []
    for line in report.lines:
        if line.level > 1 or (not line.level and not sections):
            heading = line.text if line.level else ""
            sections.append({"heading": heading, "paragraphs": [], "pieces": [], "exhibits": []})
        first = len(places)
        places += [len(sections) - 1 if sections else None] * sum(1 for _ in report.numbers_in(line))
        if line.exhibit:
            sections[-1]["exhibits"].append(line.exhibit)
        elif not line.level:
            sections[-1]["paragraphs"].append(line.text)
            sections[-1]["pieces"].append(_pieces(line, first))
    return sections, places


def _pieces(line: Line, first: int) -> list[str | int]:
    """The words of a paragraph, and the numbers by their place among all."""
    following = itertools.count(first)
    return [piece if isinstance(piece, str) else next(following) for sentence in line.sentences for piece in sentence]


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
