"""The rows around a finding as the file has them: headings, the cell, what it is compared with; nobody's personal data.

What a column holds that is personal is left blank, as readers leave it, and of other texts only what may be quoted is
shown: numbers, dates, places, hazards. The excerpt is small however large the file is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.corrections.problems import Problem, located
from pipelines.corrections.source_files import SourceFile, opened, places_of
from pipelines.corrections.windows import Window, window
from pipelines.corrections.workbook import file_name, require_correctable
from pipelines.errors import LedgerError
from pipelines.readers import messages
from pipelines.readers.cell_places import LOCATOR, Place, Table
from pipelines.readers.quotable import redacted
from pipelines.readers.rows import cell_text
from pipelines.readers.sheet_xml import column_letters
from pipelines.readers.sheets import Cell, Grid, Sheet

AROUND, MOST_HEADINGS, MOST_COLUMNS = 3, 6, 14
"""Rows above and below; rows of headings; columns of the excerpt."""
HEADING, ROW = "heading", "row"


def excerpt(source: SourceFile, locator: str, rule_id: str = "", indicator: str = "") -> dict[str, Any]:
    """The rows around a place of a file, as one object; `cell` and `compared` are the cells of the finding there."""
    seen = _seen(source, locator)
    finding = _finding(source, locator, rule_id, indicator)
    places = places_of(source, seen.grid)
    problem = located(finding | {"source_locator": _within(seen, locator)}, places)
    at = problem.place or problem.row
    told: dict[str, Any] = {"file": source.path, "locator": locator, "sheet": "", "columns": [], "rows": []}
    told |= _offered(source, seen.grid)
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
        "rows": [row | {"row": seen.real(row["row"])} for row in rows],
        "row": seen.real(at.row),
        "cell": _named(at, seen),
        "compared": [_named(place, seen) for place in problem.beside if place.sheet == at.sheet],
        "elsewhere": [f"{place.sheet}!{_named(place, seen)}" for place in problem.beside if place.sheet != at.sheet],
    }


def _seen(source: SourceFile, locator: str) -> Window:
    """The file's sheets; of a large file only the rows that are wanted."""
    told = LOCATOR.fullmatch(locator)
    part = window(source.place, told["sheet"] or "", int(told["row"])) if told else None
    return part or Window(opened(source))


def _within(seen: Window, locator: str) -> str:
    """The place in the sheets as they are seen."""
    told = LOCATOR.fullmatch(locator)
    return locator[: told.start("row")] + str(seen.kept(int(told["row"]))) if told else locator


def _offered(source: SourceFile, grid: Grid) -> dict[str, Any]:
    """The name of the workbook to correct the file in, or why there is none."""
    try:
        require_correctable(source, grid)
    except LedgerError as refused:
        return {"workbook": None, "refused": {"zh": refused.zh, "en": refused.en}}
    return {"workbook": file_name(source, grid), "refused": None}


def _finding(source: SourceFile, locator: str, rule_id: str, indicator: str) -> dict[str, Any]:
    """The finding that is meant; of a place without one something that has the place alone."""
    for finding in source.findings:
        is_there = (finding["source_locator"] or "") == locator
        if is_there and rule_id in {"", finding["rule_id"]} and indicator in {"", finding["indicator"] or ""}:
            return dict(finding)
    nothing: dict[str, Any] = dict.fromkeys(("message_zh", "message_en", "value", "severity", "status"), "")
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


def _row(sheet: Sheet, table: Table | None, number: int, columns: Sequence[int], personal: set[int]) -> dict[str, Any]:
    is_heading = table is not None and number in table.headings
    cells = sheet.rows[number - sheet.first_row]
    texts = ["" if column in personal and not is_heading else _text(cells[column - sheet.first_column], is_heading)
             for column in columns]  # fmt: skip
    return {"row": number, "kind": HEADING if is_heading else ROW, "cells": texts}


def _text(cell: Cell, is_heading: bool) -> str:
    text = cell_text(cell)
    return messages.quote(text if is_heading else redacted(text))


def _named(place: Place, seen: Window) -> str:
    row = seen.real(place.row)
    return f"{column_letters(place.column)}{row}" if place.column else str(row)
