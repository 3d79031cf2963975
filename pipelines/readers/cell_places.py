"""Where in a file's sheets the cell stands that a finding speaks of: the layouts of the readers, asked backwards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines import codebooks
from pipelines.readers import disaster_reports, ledgers, messages
from pipelines.readers.column_maps import column_map
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.layouts import Layout
from pipelines.readers.ledger_layouts import fields_of, is_personal_column, mapped
from pipelines.readers.ledger_search import Candidate
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import redacted
from pipelines.readers.rows import RECORD, cell_text, classified
from pipelines.readers.sheet_xml import column_number
from pipelines.readers.sheets import Cell, Grid, Sheet
from pipelines.readers.statements import stated_kinds
from pipelines.readers.turned_forms import TurnedSheet
from pipelines.readers.vertical_forms import Form
from pipelines.transforms.headings import is_personal, match_heading
from pipelines.transforms.widths import squeezed

LOCATOR = re.compile(r"(?:(?P<sheet>.*)!)?(?P<column>[A-Z]*)(?P<row>[0-9]+)", re.DOTALL)
_REGION_ORDER = ("@region_name", "@region_code", "@township", "@county", "@prefecture", "@province", "@parent_path")
_OF_INDICATOR = {"region_code": _REGION_ORDER, "region_name": _REGION_ORDER, "hazard_key": ("@hazard",)}
_HEADED_ROWS, _LOOKED_DOWN = 30, 200


@dataclass(frozen=True)
class Place:
    """A cell, or a whole row where `column` is None; 1-based, as a spreadsheet numbers them."""

    sheet: str
    row: int
    column: int | None = None


@dataclass(frozen=True)
class Table:
    """One table of a sheet: its rows and headings (1-based), what its columns are (target, heading, column)."""

    sheet: Sheet
    rows: range
    headings: range
    columns: tuple[tuple[str, str, int], ...]
    personal: frozenset[int] = frozenset()
    layout: Layout | None = None
    form: Form | None = None

    def column(self, *targets: str) -> int | None:
        """The column of the first of these targets that the table has."""
        return next((at for wanted in targets for target, _, at in self.columns if target == wanted), None)

    @property
    def region_columns(self) -> tuple[int, ...]:
        """The columns that say where a row lies, the one with the name of its own region last."""
        order = ("@province", "@prefecture", "@county", "@township", "@region_code", "@region_name")
        return tuple(at for wanted in order for target, _, at in self.columns if target == wanted)


@dataclass
class CellPlaces:
    """The tables of one file, and where the cells of its findings stand in them."""

    grid: Grid
    tables: Sequence[Table]
    above: int = 0
    """So many rows stand above the first one that findings count."""
    _regions: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets by name."""
        return {sheet.name: sheet for sheet in self.grid.sheets}

    def row(self, locator: str) -> Place | None:
        """The row that a locator names, with its column where it names one; None of a whole file or sheet."""
        told = LOCATOR.fullmatch(locator)
        if not told or (told["sheet"] or "") not in self.sheets:
            return None
        column = column_number(told["column"]) if told["column"] else None
        return Place(told["sheet"] or "", int(told["row"]) + self.above, column)

    def cell(self, locator: str, indicator: str = "", *, heading: str = "", value: str = "") -> Place | None:
        """The cell of a finding, by its indicator, else the heading its message names, else its value; else its row."""
        at = self.row(locator)
        if at is None:
            return None
        table = self.table(at)
        if table and table.form and indicator:
            return self._in_form(table.form, at, indicator)
        if table and indicator and (found := self._by_indicator(table, at, indicator)):
            return found
        if table and heading and (column := _headed(table, heading)) is not None:
            return Place(at.sheet, at.row, column)
        column = at.column if table is None or table.form else None
        return Place(at.sheet, at.row, column or self._valued(at, value) or self._valued(at, heading))

    def table(self, at: Place) -> Table | None:
        """The table that a row belongs to, of several side by side the one that begins in the column."""
        here = [table for table in self.tables if table.sheet.name == at.sheet and at.row in table.rows]
        return next((table for table in here if table.sheet.first_column == at.column), here[0] if here else None)

    def is_personal(self, sheet: Sheet, column: int) -> bool:
        """Whether a column holds personal data, in any table of its sheet or by what stands in its first rows."""
        if any(column in table.personal for table in self.tables if table.sheet.name == sheet.name):
            return True
        at = column - sheet.first_column
        return any(
            is_personal((cell,)) for row in sheet.rows[:_HEADED_ROWS] if isinstance(cell := row[at], str) and cell
        )

    def head_of(self, at: Place) -> int | None:
        """The column of the cell that names a row: its region, else its first filled cell; none names the headings."""
        table, row = self.table(at), self.cells_of(at)
        if table and at.row in table.headings:
            return None
        named = [n for n in reversed(table.region_columns if table else ()) if row.get(n)]
        return named[0] if named else next(iter(row), None)

    def cells_of(self, at: Place) -> dict[int, Cell]:
        """The filled cells of a row, by their columns."""
        sheet = self.sheets[at.sheet]
        index = at.row - sheet.first_row
        row = sheet.rows[index] if 0 <= index < len(sheet.rows) else ()
        return {n: cell for n, cell in enumerate(row, sheet.first_column) if cell is not None and cell != ""}

    def _by_indicator(self, table: Table, at: Place, indicator: str) -> Place | None:
        targets = (indicator, f"@{indicator}", *_OF_INDICATOR.get(indicator, ()))
        column = table.column(*targets)
        if column is not None:
            return Place(at.sheet, at.row, column)
        if (long := table.column("@value")) is not None and (names := table.column("@indicator")) is not None:
            return Place(at.sheet, _row_of(table, at.row, names, indicator), long)
        return self._in_other_sheet(table, at, targets) or _stated(table, indicator)

    def _in_other_sheet(self, table: Table, at: Place, targets: Sequence[str]) -> Place | None:
        """The cell in a further sheet with columns of the same records: in the row of the same region."""
        region = next((code for code, row in self._rows_of(table).items() if row == at.row), None)
        for other in self.tables:
            column = other.column(*targets)
            if other is not table and column is not None and region in self._rows_of(other):
                return Place(other.sheet.name, self._rows_of(other)[region or ""], column)
        return None

    def _rows_of(self, table: Table) -> dict[str, int]:
        """Region → the row of its record, of a table that has each region once."""
        if id(table) not in self._regions:
            rows: dict[str, list[int]] = {}
            for row in classified(table.layout) if table.layout else ():
                if row.kind == RECORD:
                    key = codebooks.normalise_region_code(row.written.code) or squeezed(row.written.name)
                    rows.setdefault(key, []).append(table.sheet.first_row + row.index)
            self._regions[id(table)] = {key: found[0] for key, found in rows.items() if len(found) == 1}
        return self._regions[id(table)]

    def _in_form(self, form: Form, at: Place, indicator: str) -> Place:
        """The figure of an indicator in a form that has them below each other."""
        sheet = form.sheet
        lines = [row for row, match in form.lines.items() if any(m.target == indicator for m in match.meanings)]
        first = sheet.first_column + form.values[0] if form.values else None
        is_line = at.row - sheet.first_row in form.lines
        row = at.row if is_line or not lines else sheet.first_row + lines[0]
        return Place(at.sheet, row, at.column or first)

    def _valued(self, at: Place, value: str) -> int | None:
        """The column whose cell in this row says what the finding quotes."""
        wanted = value.partition("（等 ")[0]
        cells = self.cells_of(at).items() if wanted else ()
        return next((column for column, cell in cells if _says(cell, wanted)), None)


def places_in(
    grid: Grid, name: str, sidecar: Mapping[str, object] | None = None, *, counts_records: bool = False
) -> CellPlaces:
    """The tables of a file as its readers see them; nothing is told of it. `counts_records` where its findings number
    records from one, below a row of names."""
    outcome = Outcome(name)
    found = ledgers.recognise(grid, sidecar, outcome)
    stated = column_map(sidecar, outcome)
    tables = []
    for sheet, candidate in found.tables:
        if candidate:
            tables.append(_of_ledger(sheet, candidate))
        elif block := mapped(sheet, codebooks.ledgers()[stated.ledger], stated.columns):
            columns = tuple((c.target, c.heading, c.position) for c in (*block[1], *block[2]))
            tables.append(_table(sheet, block[0], columns))
    for layout in disaster_reports.recognise(found.rest, outcome).layouts:
        tables.append(_of_reports(layout))
    return CellPlaces(grid, tables, int(counts_records))


def _of_ledger(sheet: Sheet, candidate: Candidate) -> Table:
    regions, fields = fields_of(candidate, ())
    columns = tuple((column.target, column.heading, column.position) for column in (*regions, *fields))
    block = candidate.block
    personal = {at for at in range(len(block.stacks)) if is_personal_column(block, candidate, at)}
    return _table(sheet, block, columns, personal)


def _of_reports(layout: Layout) -> Table:
    sheet, block = layout.sheet, layout.block
    if isinstance(sheet, TurnedSheet) and sheet.form:
        form, own = sheet.form, sheet.form.sheet
        rows = range(own.first_row + form.begin, own.first_row + form.stop)
        head = own.first_row + form.head
        return Table(own, rows, range(head, head + 1), (), form=form)
    columns = tuple((column.target, column.heading, column.position) for column in layout.columns)
    personal = {at for at, stack in enumerate(block.stacks) if stack and is_personal(stack)}
    return _table(sheet, block, columns, personal, layout)


def _table(
    sheet: Sheet,
    block: HeaderBlock,
    columns: Sequence[tuple[str, str, int]],
    personal: set[int] | frozenset[int] = frozenset(),
    layout: Layout | None = None,
) -> Table:
    first, left = sheet.first_row, sheet.first_column
    placed = tuple((target, heading, left + at) for target, heading, at in columns)
    whole = tuple(dict.fromkeys((*placed, *(("", " ".join(s), left + at) for at, s in enumerate(block.stacks) if s))))
    rows = range(first, first + len(sheet.rows))
    headings = range(first + max(block.top, 0), first + max(block.first_data, 0))
    return Table(sheet, rows, headings, whole, frozenset(left + at for at in personal), layout)


def _stated(table: Table, indicator: str) -> Place | None:
    """The cell above the headings that states for all rows what no column tells: 灾种名称：洪涝灾害."""
    sheet, kind = table.sheet, indicator.removesuffix("_key")
    above = sheet.rows[: max(table.headings.start - sheet.first_row, 0)]
    for row, cells in enumerate(above, sheet.first_row):
        for column, cell in enumerate(cells, sheet.first_column):
            if isinstance(cell, str) and kind in stated_kinds(cell):
                return Place(sheet.name, row, column)
    return None


def _headed(table: Table, heading: str) -> int | None:
    """The column under a heading, as messages write it."""
    wanted = squeezed(heading)
    names = ((squeezed(messages.quote(text)), at) for _, text, at in table.columns)
    return next((at for text, at in names if text and text == wanted), None)


def _row_of(table: Table, row: int, names: int, indicator: str) -> int:
    """In a table with one figure in a row: that of the indicator, from the row of the record on."""
    first, at = table.sheet.first_row, names - table.sheet.first_column
    for index, cells in enumerate(table.sheet.rows[row - first : row - first + _LOOKED_DOWN]):
        text = cell_text(cells[at])
        match = match_heading((text,)) if text else None
        if text == indicator or (match and any(m.target == indicator for m in match.meanings)):
            return row + index
    return row


def _says(cell: Cell, wanted: str) -> bool:
    text = cell_text(cell)
    return text == wanted or messages.quote(text) == wanted or messages.quote(redacted(text)) == wanted


def figure_columns(places: CellPlaces) -> Iterator[tuple[str, int]]:
    """The columns of figures of all tables: sheet and column."""
    for table in places.tables:
        yield from ((table.sheet.name, at) for target, _, at in table.columns if _is_figure(target))
        if table.form:
            yield from ((table.sheet.name, table.sheet.first_column + at) for at in table.form.values)


def _is_figure(target: str) -> bool:
    return target == "@value" or bool(target and not target.startswith("@"))
