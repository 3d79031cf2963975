"""The workbook that a person corrects a file in: the file itself with its bad cells marked, or its cells copied."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from xml.sax.saxutils import escape

from pipelines.corrections import findings_sheet, notes, sheet_marks
from pipelines.corrections.package import TYPES, NotAPackage, Package
from pipelines.corrections.plain_workbook import plain_workbook, sheet_names
from pipelines.corrections.problems import Problem, problems_of
from pipelines.corrections.source_files import SourceFile, opened, places_of, require_own, require_small
from pipelines.corrections.styles import Styles
from pipelines.corrections.words import word
from pipelines.errors import LedgerError
from pipelines.files import BROKEN_ZIP
from pipelines.readers import grids
from pipelines.readers.cell_places import CellPlaces, figure_columns
from pipelines.readers.correction_marks import (
    PROPERTY_PART,
    Mark,
    carries_mark,
    cells_hash,
    correction_in,
    mark_of,
    own_sheets,
    without_marks,
)
from pipelines.readers.sheets import Grid, Sheet, Unreadable

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_NOTES, MOST_IN_A_CELL = 2_000, 8
"""So many cells of a sheet get notes, of so many findings; the list of problems has all of them."""
_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PROPERTY = "loss-ledger-correction"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_VALUE_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_NO_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"></Properties>'
)


@dataclass(frozen=True)
class CorrectionWorkbook:
    """A workbook to correct a file in: its name, its bytes, and how much is marked in it."""

    name: str
    content: bytes
    problems: Sequence[Problem]
    marked: int


@dataclass
class _Marks:
    """What one sheet gets: cells with the kind of their fill, and the notes of cells."""

    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def tell(self, cell: tuple[int, int], note: str) -> None:
        """Add a note to a cell, the same one only once; a cell has only so many, and a sheet has."""
        told = self.notes.get(cell, [])
        if note not in told and len(told) < MOST_IN_A_CELL and (told or len(self.notes) < MOST_NOTES):
            self.notes[cell] = [*told, note]


@dataclass(frozen=True)
class _Draft:
    """What is to be written: the file's cells, its mark, findings and marked cells, the name of an earlier list."""

    places: CellPlaces
    mark: Mark
    problems: Sequence[Problem]
    marks: Mapping[str, _Marks]
    old_list: str


def correction_workbook(source: SourceFile) -> CorrectionWorkbook:
    """The correction of a file, with its findings marked. LedgerError where no workbook can correct it."""
    require_own(source)
    require_small(source)
    grid = opened(source)
    require_correctable(source, grid)
    before = correction_in(source.place)
    mark = before.mark if before and before.is_valid else None
    kind = mark.kind if mark else grid.kind
    names = mark.names if mark else source.names
    new = mark_of(replace(grid, kind=kind), (source.sha256, *(mark.corrects if mark else ())), names)
    places = places_of(source, grid)
    problems = problems_of(source.findings, places)
    draft = _Draft(places, new, problems, _marks(problems, places), _old_list(source) if before else "")
    marked = sum(len(one.fills) for one in draft.marks.values())
    return CorrectionWorkbook(file_name(source, grid), _written(source, draft), problems, marked)


def file_name(source: SourceFile, grid: Grid) -> str:
    """What the workbook is called: after the file as it was received, before any correction."""
    before = correction_in(source.place)
    names = before.mark.names if before and before.is_valid else source.names
    is_macro = grid.kind == "xlsx" and _MACROS in _types_of(source)
    return f"{PurePosixPath(names[0]).stem}_{word('suffix')}.{'xlsm' if is_macro else 'xlsx'}"


def _types_of(source: SourceFile) -> bytes:
    """What an .xlsx says of the kinds of its parts."""
    try:
        return Package(source.place.read_bytes()).read(TYPES)
    except (NotAPackage, *BROKEN_ZIP):
        return b""


def _written(source: SourceFile, draft: "_Draft") -> bytes:
    """The file itself with marks where it is an .xlsx that can be spliced; else its cells in a new workbook."""
    grid = draft.places.grid
    types = _types_of(source) if grid.kind == "xlsx" else b""
    if _MACROS in types or _PLAIN in types:
        try:
            content = _marked(Package(source.place.read_bytes()), draft)
            if _holds(content, draft.mark):
                return content
        except (NotAPackage, *BROKEN_ZIP):
            pass
    if _MACROS in types:
        raise LedgerError(
            f"“{source.path}”是带宏的工作簿，结构特殊，不能标出问题。请用 Excel/WPS 另存为 .xlsx，放到原处再更新。",
            f"“{source.path}” is a workbook with macros that cannot be marked. Save it as .xlsx in its place.",
        )
    columns = set(figure_columns(draft.places))

    def is_figure(sheet: Sheet, column: int) -> bool:
        return (sheet.name, column) in columns

    content = _marked(Package(plain_workbook(grid, is_figure)), replace(draft, old_list=""))
    if not _holds(content, draft.mark):
        raise RuntimeError("The workbook does not hold what the file holds.")
    return content


def _holds(content: bytes, mark: Mark) -> bool:
    """Whether the workbook, read as it will be when it comes back, has exactly the cells of the file."""
    try:
        return cells_hash(own_sheets(grids.grid_of(content))) == mark.cells
    except Unreadable:
        return False


def _marked(package: Package, draft: "_Draft") -> bytes:
    """The package with cells filled, notes, the list of problems and the mark in both its places."""
    for part in ("xl/sharedStrings.xml", PROPERTY_PART):
        if part in package:
            package.write(part, without_marks(package.read(part)))
    styles, parts, sheets = Styles(package), package.sheets(), draft.places.grid.sheets
    names = {sheet.name: name for sheet, name in zip(sheets, sheet_names(sheets), strict=True)}
    plain = styles.unfilled()
    names |= {sheet.name: sheet.name for sheet in sheets if sheet.name in parts}
    for name, own in draft.marks.items():
        if names[name] not in parts:
            raise NotAPackage(name)
        part = parts[names[name]]
        fills = {cell: partial(styles.filled, kind=kind) for cell, kind in own.fills.items()}
        package.write(part, sheet_marks.restyled(package.read(part), fills, plain))
        notes.annotate(package, part, {cell: "\n\n".join(texts) for cell, texts in own.notes.items()})
    listed = findings_sheet.FindingsSheet(draft.problems, draft.mark, names, styles).xml()
    styles.save()
    _put_list(package, listed, draft.old_list)
    _put_property(package, draft.mark)
    return package.content()


def _marks(problems: Sequence[Problem], places: CellPlaces) -> Mapping[str, _Marks]:
    """What is marked in each sheet: the cells of findings, the gravest first, what they are compared with, and the name
    of each row; of a row that was not used every cell."""
    found: dict[str, _Marks] = {name: _Marks() for name in places.sheets}
    for problem in problems:
        if not problem.is_open or problem.place is None:
            continue
        own, place, row = found[problem.place.sheet], problem.place, places.cells_of(problem.place)
        named, head = problem.row or place, places.head_of(problem.row or place)
        cells = [place.column] if place.column else list(row) if problem.severity == "reject" else [head or 1]
        for column in cells:
            own.fills.setdefault((place.row, column), problem.severity)
        for other in problem.beside:
            found[other.sheet].fills.setdefault((other.row, other.column or 1), "row")
        if head:
            found[named.sheet].fills.setdefault((named.row, head), "row")
        own.tell((place.row, cells[0] if cells else 1), problem.note)
    return found


def _put_list(package: Package, listed: bytes, old: str) -> None:
    """The list of problems as the last sheet; in a correction of a correction in place of the old list."""
    parts, name = package.sheets(), word("sheet")
    if old in parts:
        package.write(parts[old], listed)
        return
    package.add_sheet(next(one for one in (name, *(f"{name}{n}" for n in range(2, 1000))) if one not in parts), listed)


def _old_list(source: SourceFile) -> str:
    """The name of the list of problems in a file that is itself a correction; “” in any other."""
    return next((sheet.name for sheet in grids.open_grid(source.place).sheets if carries_mark(sheet)), "")


def _put_property(package: Package, mark: Mark) -> None:
    """The mark as a property of the document, in place of an earlier one.

    It names the namespace of its value itself: programs differ in where they do.
    """
    if PROPERTY_PART not in package:
        package.add(PROPERTY_PART, _NO_PROPERTIES.encode(), _PROPERTIES_TYPE)
        package.relate("", _PROPERTIES_KIND, PROPERTY_PART)
    told = package.read(PROPERTY_PART)
    told = re.sub(rb"<property\b[^>]*\bname=\"%s\".*?</property>" % _PROPERTY.encode(), b"", told, flags=re.DOTALL)
    numbers = [int(number) for number in re.findall(rb"\bpid=\"(\d+)\"", told)]
    element = (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{max(numbers, default=1) + 1}" '
        f'name="{_PROPERTY}"><vt:lpwstr xmlns:vt="{_VALUE_TYPES}">{escape(mark.text)}</vt:lpwstr></property>'
    ).encode()
    told = re.sub(rb"<Properties([^>]*)/>", rb"<Properties\1></Properties>", told)
    end = told.rfind(b"</Properties>")
    if end < 0:
        raise NotAPackage(PROPERTY_PART)
    package.write(PROPERTY_PART, told[:end] + element + told[end:])


def require_correctable(source: SourceFile, grid: Grid) -> None:
    """Refuse, in words, what no workbook can correct: a text file may have more rows than a sheet can."""
    require_own(source)
    require_small(source)
    for sheet in grid.sheets:
        rows, columns = sheet.first_row + len(sheet.rows) - 1, sheet.first_column + len(sheet.rows[0]) - 1
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise LedgerError(
                f"“{source.path}”有 {rows} 行 {columns} 列，放不进一张工作表。请在原来的程序里改正，用原名存回原处。",
                f"“{source.path}” has {rows} rows and {columns} columns, more than a sheet can hold. Correct it where "
                "it came from and save it in its place under the same name.",
            )
