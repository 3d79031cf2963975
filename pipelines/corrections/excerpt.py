"""The rows around a finding as the file has them: headings, the cell, what it is compared with; nobody's personal data.

What a column holds that is personal is left blank, as readers leave it, and of other texts only what may be quoted is
shown: numbers, dates, places, hazards. The excerpt is small however large the file is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.corrections.problems import Finding, Problem, located
from pipelines.corrections.source_files import SourceFile, opened
from pipelines.corrections.workbook import file_name, require_correctable
from pipelines.errors import LedgerError
from pipelines.readers import messages
from pipelines.readers.cell_places import Place, Table, places_in
from pipelines.readers.quotable import redacted
from pipelines.readers.rows import cell_text
from pipelines.readers.sheet_xml import column_letters
from pipelines.readers.sheets import Cell, Grid, Sheet

AROUND, MOST_HEADINGS, MOST_COLUMNS = 3, 6, 14
"""Rows above and below; rows of headings; columns of the excerpt."""
HEADING, ROW = "heading", "row"


def excerpt(source: SourceFile, locator: str, rule_id: str = "", indicator: str = "") -> dict[str, Any]:
    """The rows around a place of a file, as one object; `cell` and `compared` are the cells of the finding there."""
    finding = _finding(source, locator, rule_id, indicator)
    grid = opened(source)
    places = places_in(grid, source.names[0], source.sidecar)
    problem = located(finding, places)
    at = problem.place or problem.row
    told: dict[str, Any] = {"file": source.path, "locator": locator, "sheet": "", "columns": [], "rows": []}
    told |= _offered(source, grid)
    if at is None:
        return told
    sheet, table = places.sheets[at.sheet], places.table(at)
    columns = _columns(sheet, table, problem, at)
    own = problem.row.row if problem.row and problem.row.sheet == at.sheet else at.row
    shown = sorted({*_headings(sheet, table), *_near(sheet, at.row), *_near(sheet, own, 0)})
    personal = {column for column in columns if places.is_personal(sheet, column)}
    rows = [_row(sheet, table, number, columns, personal) for number in shown]
    return told | {
        "sheet": at.sheet,
        "columns": [column_letters(column) for column in columns],
        "personal": [column_letters(column) for column in sorted(personal)],
        "rows": rows,
        "row": at.row,
        "cell": _named(at),
        "compared": [_named(place) for place in problem.beside if place.sheet == at.sheet],
        "elsewhere": [f"{place.sheet}!{_named(place)}" for place in problem.beside if place.sheet != at.sheet],
        "first_row": sheet.first_row,
        "last_row": sheet.first_row + len(sheet.rows) - 1,
    }


def _offered(source: SourceFile, grid: Grid) -> dict[str, Any]:
    """The name of the workbook to correct the file in, or why there is none."""
    try:
        require_correctable(source, grid)
    except LedgerError as refused:
        return {"workbook": None, "refused": {"zh": refused.zh, "en": refused.en}}
    return {"workbook": file_name(source, grid), "refused": None}


def _finding(source: SourceFile, locator: str, rule_id: str, indicator: str) -> Finding:
    """The finding that is meant; of a place without one something that has the place alone."""
    for finding in source.findings:
        is_there = (finding["source_locator"] or "") == locator
        if is_there and rule_id in {"", finding["rule_id"]} and indicator in {"", finding["indicator"] or ""}:
            return finding
    nothing = dict.fromkeys(("message_zh", "message_en", "value", "severity", "status"), "")
    return nothing | {"source_locator": locator, "rule_id": rule_id, "indicator": indicator}


def _columns(sheet: Sheet, table: Table | None, problem: Problem, at: Place) -> Sequence[int]:
    """The columns that say where a row lies, those of the finding, and their neighbours while there is room."""
    last = sheet.first_column + (len(sheet.rows[0]) if sheet.rows else 0) - 1
    named = list(table.region_columns[-3:]) if table else []
    of_finding = [place.column for place in (at, *problem.beside) if place.sheet == at.sheet and place.column]
    wanted = dict.fromkeys((*named, *of_finding))
    near = (column + step for step in (1, -1, 2, -2, 3, -3) for column in of_finding)
    others = range(sheet.first_column, last + 1)
    for column in (*near, *(() if of_finding else others)):
        if len(wanted) >= MOST_COLUMNS:
            break
        if sheet.first_column <= column <= last:
            wanted.setdefault(column)
    return sorted(column for column in wanted if column is not None)[:MOST_COLUMNS]


def _headings(sheet: Sheet, table: Table | None) -> Iterator[int]:
    """The rows of headings of the table."""
    return iter(table.headings[:MOST_HEADINGS] if table else range(sheet.first_row, sheet.first_row + 1))


def _near(sheet: Sheet, row: int, around: int = AROUND) -> Iterator[int]:
    last = sheet.first_row + len(sheet.rows) - 1
    return iter(range(max(row - around, sheet.first_row), min(row + around, last) + 1))


def _row(
    sheet: Sheet, table: Table | None, number: int, columns: Sequence[int], personal: set[int]
) -> Mapping[str, Any]:
    is_heading = table is not None and number in table.headings
    cells = sheet.rows[number - sheet.first_row]
    texts = ["" if column in personal and not is_heading else _text(cells[column - sheet.first_column], is_heading)
             for column in columns]  # fmt: skip
    return {"row": number, "kind": HEADING if is_heading else ROW, "cells": texts}


def _text(cell: Cell, is_heading: bool) -> str:
    text = cell_text(cell)
    return messages.quote(text if is_heading else redacted(text))


def _named(place: Place) -> str:
    return f"{column_letters(place.column)}{place.row}" if place.column else str(place.row)
