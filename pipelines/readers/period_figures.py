"""Reader of period figures: numbers reported for a region and a period (an annual report, a yearbook), long or wide.

Columns beside a figure are read too: the year before (上年同期) as a figure of that year, which somebody reported; the
change on it (同比%) as what the source says about the figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from pipelines import codebooks
from pipelines.readers import rows as sheet_rows
from pipelines.readers.comparisons import PER_CENT, Beside, beside, is_of_disasters
from pipelines.readers.context import Context, merged
from pipelines.readers.contract import PERIOD_FIGURE_SCHEMA, Reading
from pipelines.readers.disaster_reports import Recognised, skip_others
from pipelines.readers.figures import RULES
from pipelines.readers.layouts import REGION_TARGETS, Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.period_rows import PeriodRow, RowReader
from pipelines.readers.records import skip_lines
from pipelines.readers.reservations import COLUMN as RESERVATION
from pipelines.readers.reservations import tell_reservation
from pipelines.readers.row_places import kept_cells, placed
from pipelines.readers.rows import cell_text
from pipelines.readers.sheet_figures import settled_measure
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import name_statement, sidecar_statement, title_statement
from pipelines.readers.subjects import is_of_periods
from pipelines.readers.turned_forms import FormOutcome, TurnedSheet, form_read
from pipelines.transforms.headings import match_heading
from pipelines.transforms.numbers import MISSING, Figure, Measure, parse_figure
from pipelines.transforms.places import Written

READER = "period_figures"
STATES = {row["state"] for row in codebooks.rows("figure_states")}
CHANGE = Measure(PER_CENT, 6, PER_CENT, is_signed=True)
HALF_WIDTH = Measure(PER_CENT, 6, PER_CENT)
"""A plain number: it stands in the unit of its figure."""


@dataclass(frozen=True)
class _Cells:
    """The cells of one figure: its own, that of the year before, that of the change; where they stand."""

    column: Column
    measure: Measure
    where: str
    own: Cell
    prior: Cell = None
    change: Cell = None
    row: PeriodRow | None = None
    """The keys of the figure where they are not those of its row: a column of another period."""


def fits(found: Recognised) -> bool:
    """Whether the tables name periods, compare with the year before or count what is no loss, and no disasters."""
    return all(_names_periods(layout) for layout in found.layouts)


def _names_periods(layout: Layout) -> bool:
    if any((layout.column("@period"), layout.column("@period_start"), *(column.period for column in layout.columns))):
        return not layout.column("@occurred_at") and not layout.column("@event_id")
    is_of_others = bool(_beside(layout)) or is_of_periods(layout.columns)
    return is_of_others and not is_of_disasters(layout.block.targets, layout.titles)


def _beside(layout: Layout) -> dict[int, Beside]:
    if isinstance(layout.sheet, TurnedSheet):
        return dict(layout.sheet.form.beside) if layout.sheet.form else {}
    figures = [c for c in layout.columns if c.target in codebooks.indicators() or c.target == "@value"]
    return beside(layout.block.stacks, figures)


def read_sheets(found: Recognised, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """All period figures of a recognised file."""
    about, name = sidecar_statement(sidecar, outcome), name_statement(outcome)
    figures: list[tuple[object, ...]] = []
    for layout in found.layouts:
        where = sheet_locator(layout.sheet, 0)
        context = merged(title_statement(layout.titles, outcome, where), about, name, outcome)
        with form_read(layout, context, outcome) as (table, told):
            figures += _Sheet(table, context, told).figures()
    skip_others(found, outcome)
    frame = pl.DataFrame(figures, schema=PERIOD_FIGURE_SCHEMA, orient="row")
    return outcome.reading(READER, period_figures=frame)


class _Sheet:
    """One table of period figures."""

    def __init__(self, layout: Layout, context: Context, outcome: Outcome) -> None:
        self._layout, self._context, self._outcome = layout, context, outcome
        self._keys = RowReader(layout, context, outcome)
        self._beside = _beside(layout)

    def figures(self) -> list[tuple[object, ...]]:
        """The figures of all rows; every row is counted as accepted, rejected or skipped."""
        skip_lines(self._layout, self._outcome)
        records = []
        for row in sheet_rows.classified(self._layout):
            if row.kind == sheet_rows.RECORD:
                records.append(row)
            else:
                self._outcome.skip(sheet_locator(self._layout.sheet, row.index), row.kind)
        if not any(column.target in REGION_TARGETS for column in self._layout.columns):
            whole = Written(code=self._context.region or "")  # a table of one region, which its title names
            records = [replace(row, written=whole) for row in records]
        kept, places = placed(self._layout, records, self._context, self._outcome)
        is_long = self._layout.column("@indicator") is not None
        columns = [] if is_long else self._wide_columns()
        found: list[tuple[object, ...]] = []
        for row, place in zip(kept, places, strict=True):
            told = self._keys.row(row.index, place.code or "", row.written.name or None)
            cells = (self._long(told) if is_long else self._wide(told, columns)) if told else None
            if told is None or cells is None:
                continue
            self._outcome.accepted += 1
            for cell in cells:
                found += self._figures(cell.row or told, cell)
        return found

    def _wide_columns(self) -> list[tuple[Column, Measure]]:
        where = sheet_locator(self._layout.sheet, self._layout.block.bottom)
        pairs = [
            (column, settled_measure(column, self._context.units, where, self._outcome))
            for column in self._layout.columns
            if column.target in codebooks.indicators()
        ]
        return [(column, measure) for column, measure in pairs if measure]

    def _wide(self, row: PeriodRow, columns: Sequence[tuple[Column, Measure]]) -> list[_Cells]:
        cells = self._layout.sheet.rows[row.index]
        found = []
        for column, measure in columns:
            where, prior, change = self._beside_wide(row, column)
            keys = replace(row, period=self._keys.period_of(column.period)) if column.period else None
            found.append(_Cells(column, measure, where, cells[column.position], prior, change, keys))
        return found

    def _beside_wide(self, row: PeriodRow, column: Column) -> tuple[str, Cell, Cell]:
        """Where a figure stands, and the cells beside it. In a form that is turned they stand in the form itself."""
        sheet, cells = self._layout.sheet, self._layout.sheet.rows[row.index]
        if not isinstance(sheet, TurnedSheet) or sheet.form is None or not isinstance(self._outcome, FormOutcome):
            at = self._beside.get(column.position, Beside())
            return row.where, _cell(cells, at.prior), _cell(cells, at.change_pct)
        line = self._outcome.lines[column.target]
        at = self._beside.get(sheet.form.values[row.index - 1], Beside())
        cells = sheet.form.sheet.rows[list(sheet.form.lines)[line]]
        return sheet.place(row.where, line), _cell(cells, at.prior), _cell(cells, at.change_pct)

    def _long(self, row: PeriodRow) -> list[_Cells] | None:
        written, unit = self._keys.text(row.index, "@indicator"), self._keys.text(row.index, "@unit")
        indicator = _indicator(written)
        if indicator is None:
            zh, en = f"不认识的指标“{written}”", f'unknown indicator "{written}"'
            self._keys.reject(row.index, "F102", detail_zh=zh, detail_en=en)
            return None
        column = Column(0, indicator.name_zh, indicator.column_name, unit)
        measure = settled_measure(column, (), row.where, self._outcome)
        if measure is None:
            self._outcome.reject(row.where, "F047", kept_cells(self._layout, row.index))
            return None
        written = self._keys.text(row.index, RESERVATION)
        tell_reservation(written, row.where, column.heading, column.target, self._outcome, region_code=row.region_code)
        value, cells = self._layout.column("@value"), self._layout.sheet.rows[row.index]
        at = self._beside.get(value.position, Beside()) if value else Beside()
        own = self._keys.cell(row.index, "@value")
        return [_Cells(column, measure, row.where, own, _cell(cells, at.prior), _cell(cells, at.change_pct))]

    def _figures(self, row: PeriodRow, cells: _Cells) -> Iterator[tuple[object, ...]]:
        """The figure, and that of the year before where it stands beside it."""
        own = self._read(row, cells, cells.own, cells.measure)
        stated = self._keys.text(row.index, "@state")
        if row.period is None and own and own.state != "masked":
            self._outcome.finding("F063", cells.where, heading="period", value=self._keys.text(row.index, "@period"))
            return
        if own:
            own = replace(own, half_width=self._half_width(row) or own.half_width)
            change = self._read(row, cells, cells.change, CHANGE)
            yield _figure(row.keys(), row, cells, own, stated if stated in STATES else own.state, change)
        prior = self._read(row, cells, cells.prior, cells.measure) if row.period else None
        if prior:
            yield _figure(row.keys(before=True), row, cells, prior, prior.state, None)

    def _half_width(self, row: PeriodRow) -> Decimal | None:
        """How far a figure may be off, where a column says it: our own export has one."""
        return parse_figure(self._keys.text(row.index, "@half_width"), HALF_WIDTH).value

    def _read(self, row: PeriodRow, cells: _Cells, cell: Cell, measure: Measure) -> Figure | None:
        """The figure of a cell; None where it reports nothing, or nothing that can be read (told)."""
        written = cell_text(cell)
        figure = parse_figure(written, measure)
        if figure.state == MISSING:
            return None
        if figure.value is None:
            where = sheet_locator(self._layout.sheet, row.index)
            column = cells.column
            self._outcome.finding(
                RULES[figure.state], where, indicator=column.target, heading=column.heading, value=written
            )
            return figure if figure.state in STATES and measure is not CHANGE else None
        return figure


def _figure(  # noqa: PLR0913, PLR0917 - the columns of a period figure
    keys: tuple[object, ...], row: PeriodRow, cells: _Cells, figure: Figure, state: str, change: Figure | None
) -> tuple[object, ...]:
    unit = codebooks.indicators()[cells.column.target].unit
    told = (cells.column.target, figure.value, unit, state, row.basis, figure.half_width)
    return (cells.where, *keys, *told, change and change.value, change and change.half_width)


def _cell(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None else None


def _indicator(written: str) -> codebooks.Indicator | None:
    """The indicator a cell names: its column name, or a heading that has one meaning."""
    known = codebooks.indicators()
    if written in known:
        return known[written]
    match = match_heading((written,)) if written else None
    targets = {meaning.target for meaning in match.meanings} if match else set()
    return known.get(targets.pop()) if len(targets) == 1 else None
