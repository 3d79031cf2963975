"""Workbooks (.xlsx .xlsm .xls .xlsb .ods, and .et that are one of these inside) → sheets of cells, read with calamine.

Hidden rows and columns, formulas and error texts are known for .xlsx and .xls; calamine tells nothing of them, and of
.xlsb and .ods they stay unknown (an error is a blank there).
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipelines.readers import xls_records
from pipelines.readers.sheet_facts import SheetFacts
from pipelines.readers.sheet_xml import WorkbookXml, column_letters
from pipelines.readers.sheets import Cell, Grid, Note, Sheet, Unreadable

DENSE_CELLS = 20_000_000
"""Above this many cells a mostly empty range is not laid out whole in memory."""


def read_workbook(content: bytes, kind: str) -> Grid:
    """All sheets with any content, hidden ones too, each of which is noted. Raises Unreadable."""
    try:
        return _read(content, kind)
    except Unreadable:
        raise
    except PasswordError:
        raise Unreadable("F003") from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # calamine's panics on broken files are no Exception
        raise Unreadable("F002", detail_zh="内部结构有误", detail_en="its inner structure is broken") from error


def _read(content: bytes, kind: str) -> Grid:
    xls_facts = xls_records.facts_of_sheets(content) if kind == "xls" else []
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    facts_of = _facts_by_sheet(content, kind, [about.name for about in workbook.sheets_metadata], xls_facts)
    sheets: list[Sheet] = []
    notes: list[Note] = []
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        facts = facts_of(about.name)
        is_hidden = about.visible != SheetVisibleEnum.Visible
        if _is_sparse(facts):
            sheet = _sparse_sheet(content, about.name, facts, is_hidden)
            notes.extend(_far_content_note(sheet))
        else:
            sheet = _sheet(workbook.get_sheet_by_name(about.name), facts, is_hidden)
        if sheet.rows:
            sheets.append(sheet)
            notes.extend(_hidden_notes(sheet))
    return Grid(kind, None, tuple(sheets), tuple(notes))


def _facts_by_sheet(
    content: bytes, kind: str, names: list[str], xls_facts: list[SheetFacts]
) -> Callable[[str], SheetFacts]:
    if kind == "xlsx":
        return WorkbookXml(zipfile.ZipFile(io.BytesIO(content))).facts
    known = dict(zip(names, xls_facts, strict=False))
    return lambda name: known.get(name, SheetFacts())


def _sheet(source: CalamineSheet, facts: SheetFacts, is_hidden: bool) -> Sheet:
    if source.start is None:
        return Sheet(source.name, ())
    top, left = source.start[0] + 1, source.start[1] + 1
    rows = [_cells(row) for row in source.to_python()]
    return _with_facts(Sheet(source.name, rows, top, left, is_hidden, merged=_merged(source)), facts)


def _with_facts(sheet: Sheet, facts: SheetFacts) -> Sheet:
    """The sheet with what its XML tells; blank rows at its end are cut, for formatting alone stretches many sheets."""
    rows, top, left = list(sheet.rows), sheet.first_row, sheet.first_column
    overrides: dict[tuple[int, int], Cell] = dict(facts.errors) | dict.fromkeys(facts.formula_without_value)
    for (row, column), cell in overrides.items():
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[0]):
            cells = list(rows[row - top])
            cells[column - left] = cell
            rows[row - top] = tuple(cells)
    while rows and all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in rows[-1]):
        rows.pop()
    last = top + len(rows) - 1
    return replace(
        sheet,
        rows=rows,
        hidden_rows=frozenset(row for row in facts.hidden_rows if top <= row <= last),
        hidden_columns=frozenset(c for c in facts.hidden_columns if rows and left <= c < left + len(rows[0])),
        formula_without_value=frozenset(facts.formula_without_value),
        formulas=frozenset(facts.formulas),
    )


def _merged(source: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = source.merged_cell_ranges or []
    return tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)


def _hidden_notes(sheet: Sheet) -> Iterator[Note]:
    """Hidden things that hold content; a hidden column without any cell is nobody's concern."""
    where = sheet.name + "!"
    if sheet.is_hidden:
        yield Note("F023", where)
    filled_rows = [r for r in sheet.hidden_rows if any(c is not None for c in sheet.rows[r - sheet.first_row])]
    if filled_rows:
        yield Note("F024", where + str(min(filled_rows)), {"detail": str(len(filled_rows))})
    columns = [c - sheet.first_column for c in sheet.hidden_columns]
    filled_columns = [c for c in columns if any(row[c] is not None for row in sheet.rows)]
    if filled_columns:
        yield Note("F025", where, {"detail": str(len(filled_columns))})


def _is_sparse(facts: SheetFacts) -> bool:
    """Whether a stray cell far away stretches the sheet's range beyond all measure of what it holds."""
    rows, columns = facts.last_cell
    return rows * columns > DENSE_CELLS and rows * columns > 10 * facts.size


def _sparse_sheet(content: bytes, name: str, facts: SheetFacts, is_hidden: bool) -> Sheet:
    """The same sheet read row by row, slower, with blank rows shared and columns cut at the last filled one."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    worksheet = workbook[name]
    worksheet.reset_dimensions()
    rows = [_trimmed(tuple(row)) for row in worksheet.iter_rows(values_only=True)]
    width = max(map(len, rows), default=0)
    blank = (None,) * width
    padded = [row + blank[len(row) :] if row else blank for row in rows]
    return _with_facts(Sheet(name, padded, is_hidden=is_hidden), facts)


def _trimmed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return _cells(row[:end])


def _far_content_note(sheet: Sheet) -> Iterator[Note]:
    """Formatting far away is no matter; content is."""
    rows, columns = len(sheet.rows), len(sheet.rows[0]) if sheet.rows else 0
    if rows * columns > DENSE_CELLS:
        yield Note("F027", sheet.name + "!", {"detail": f"{column_letters(columns)}{rows}"})


def _cells(row: Sequence[Any]) -> tuple[Cell, ...]:
    # A list within: a generator would cost as much again, and there are millions of cells.
    return tuple([_CONVERSIONS[type(cell)](cell) if type(cell) in _CONVERSIONS else cell for cell in row])


def _duration(cell: timedelta) -> str:
    """A number formatted as [h]:mm is a length of time: as it is shown, 30:00:00."""
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_CONVERSIONS: dict[type, Callable[..., Cell]] = {
    str: lambda cell: cell or None,
    date: lambda cell: datetime(cell.year, cell.month, cell.day),
    timedelta: _duration,
}
