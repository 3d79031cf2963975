"""Reader of period figures: numbers reported for a region and a period (an annual report, a yearbook), long or wide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines import codebooks
from pipelines.readers import rows as sheet_rows
from pipelines.readers.context import Context, merged
from pipelines.readers.contract import PERIOD_FIGURE_SCHEMA, Reading
from pipelines.readers.coverage import ALL_HAZARDS
from pipelines.readers.disaster_reports import Recognised, skip_others
from pipelines.readers.figures import RULES
from pipelines.readers.layouts import Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.records import skip_lines
from pipelines.readers.reservations import COLUMN as RESERVATION
from pipelines.readers.reservations import tell_reservation
from pipelines.readers.row_places import kept_cells, placed
from pipelines.readers.rows import cell_text
from pipelines.readers.sheet_figures import settled_measure
from pipelines.readers.statements import name_statement, sidecar_statement, title_statement
from pipelines.readers.turned_forms import form_read
from pipelines.transforms.dates import parse_moment
from pipelines.transforms.hazards import parse_hazard
from pipelines.transforms.headings import match_heading
from pipelines.transforms.numbers import MISSING, Measure, parse_figure
from pipelines.transforms.periods import UNKNOWN, Period, is_hidden_year, of_days, parse_period
from pipelines.transforms.widths import squeezed

READER = "period_figures"
DEFAULT_BASIS, BY_EVENTS = "reported_annual", "event_sum"
STATES = {"exact", "approximate", "at_least", "rounded", "reported_zero", "masked", "implied"}


@dataclass(frozen=True)
class _Row:
    where: str
    region_code: str
    region_name: str | None
    period: Period | None
    """None where the author of the text hid the year."""
    hazard_key: str
    basis: str


def fits(found: Recognised) -> bool:
    """Whether the file's tables name periods and no disasters."""
    return all(_names_periods(layout) for layout in found.layouts)


def _names_periods(layout: Layout) -> bool:
    has_period = layout.column("@period") or layout.column("@period_start")
    return bool(has_period) and not layout.column("@occurred_at") and not layout.column("@event_id")


def read_sheets(found: Recognised, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """All period figures of a recognised file."""
    beside, name = sidecar_statement(sidecar, outcome), name_statement(outcome)
    figures: list[tuple[object, ...]] = []
    for layout in found.layouts:
        where = sheet_locator(layout.sheet, 0)
        context = merged(title_statement(layout.titles, outcome, where), beside, name, outcome)
        with form_read(layout, context, outcome) as (table, told):
            figures += _Sheet(table, context, told).figures()
    skip_others(found, outcome)
    frame = pl.DataFrame(figures, schema=PERIOD_FIGURE_SCHEMA, orient="row")
    return outcome.reading(READER, period_figures=frame)


class _Sheet:
    """One table of period figures."""

    def __init__(self, layout: Layout, context: Context, outcome: Outcome) -> None:
        self._layout, self._context, self._outcome = layout, context, outcome
        self._basis = _bases()
        by_events = (
            any("event_records" in stack for stack in layout.block.stacks) or layout.column("@period") is not None
        )
        is_own_sum = by_events and any("name_zh" in stack or "event_records" in stack for stack in layout.block.stacks)
        self._default_basis = context.basis or (BY_EVENTS if is_own_sum else DEFAULT_BASIS)

    def figures(self) -> list[tuple[object, ...]]:
        """The figures of all rows; every row is counted as accepted, rejected or skipped."""
        skip_lines(self._layout, self._outcome)
        records = []
        for row in sheet_rows.classified(self._layout):
            if row.kind == sheet_rows.RECORD:
                records.append(row)
            else:
                self._outcome.skip(sheet_locator(self._layout.sheet, row.index), row.kind)
        kept, places = placed(self._layout, records, self._context, self._outcome)
        columns = [] if self._layout.column("@indicator") else self._wide_columns()
        found: list[tuple[object, ...]] = []
        for row, place in zip(kept, places, strict=True):
            told = self._row(row.index, place.code or "", row.written.name or None)
            if told is None:
                continue
            values = self._wide(row.index, columns) if columns else self._long(row.index, told)
            if values is None:
                continue
            self._outcome.accepted += 1
            found += [_figure(told, *value) for value in values]
        return found

    def _row(self, index: int, code: str, name: str | None) -> _Row | None:
        where, period = sheet_locator(self._layout.sheet, index), self._period(index)
        if period is None and not is_hidden_year(self._text(index, "@period")):
            self._reject(index, "F063", heading="period", value=self._text(index, "@period"))
            return None
        written = squeezed(self._text(index, "@basis"))
        basis = self._basis.get(written) if written else self._default_basis
        if basis is None:
            self._reject(index, "F102", detail_zh=f"不认识的口径“{written}”", detail_en=f'unknown basis "{written}"')
            return None
        return _Row(where, code, name, period, self._hazard(index), basis)

    def _period(self, index: int) -> Period | None:
        start, end = (parse_moment(self._cell(index, name)) for name in ("@period_start", "@period_end"))
        if start and end and start <= end:
            return of_days(self._text(index, "@period_kind"), start.date(), end.date())
        return parse_period(self._text(index, "@period"))

    def _hazard(self, index: int) -> str:
        written = self._text(index, "@hazard")
        if not written or written == ALL_HAZARDS or parse_figure(written, Measure()).state == MISSING:
            return self._context.hazard or ALL_HAZARDS
        hazard = parse_hazard(written)
        if hazard.problem == "unknown":
            self._outcome.finding("F090", sheet_locator(self._layout.sheet, index), value=written)
        return hazard.hazard_key

    def _wide_columns(self) -> list[tuple[Column, Measure]]:
        where = sheet_locator(self._layout.sheet, self._layout.block.bottom)
        pairs = [
            (column, settled_measure(column, self._context.units, where, self._outcome))
            for column in self._layout.columns
            if column.target in codebooks.indicators()
        ]
        return [(column, measure) for column, measure in pairs if measure]

    def _wide(self, index: int, columns: Sequence[tuple[Column, Measure]]) -> list[tuple[str, Decimal | None, str]]:
        values = []
        for column, measure in columns:
            value = self._value(
                index, column.target, column.heading, self._layout.sheet.rows[index][column.position], measure
            )
            if value:
                values.append((column.target, *value))
        return values

    def _long(self, index: int, row: _Row) -> list[tuple[str, Decimal | None, str]] | None:
        written, unit = self._text(index, "@indicator"), self._text(index, "@unit")
        indicator = _indicator(written)
        if indicator is None:
            self._reject(
                index, "F102", detail_zh=f"不认识的指标“{written}”", detail_en=f'unknown indicator "{written}"'
            )
            return None
        column = Column(0, indicator.name_zh, indicator.column_name, unit)
        measure = settled_measure(column, (), row.where, self._outcome)
        if measure is None:
            self._outcome.reject(row.where, "F047", kept_cells(self._layout, index))
            return None
        tell_reservation(self._text(index, RESERVATION), row.where, column.heading, column.target, self._outcome)
        value = self._value(index, column.target, column.heading, self._cell(index, "@value"), measure)
        stated = self._text(index, "@state")
        if value and stated in STATES:
            value = (value[0], stated)
        return [(column.target, *value)] if value else []

    def _value(
        self, index: int, target: str, heading: str, cell: object, measure: Measure
    ) -> tuple[Decimal | None, str] | None:
        """The figure and its state; None where the cell reports nothing, or nothing that can be read (told)."""
        written = cell_text(cell)  # type: ignore[arg-type]
        figure = parse_figure(written, measure)
        if figure.state == MISSING:
            return None
        if figure.value is None:
            where = sheet_locator(self._layout.sheet, index)
            self._outcome.finding(RULES[figure.state], where, indicator=target, heading=heading, value=written)
            return (None, figure.state) if figure.state in STATES else None
        return figure.value, figure.state

    def _reject(self, index: int, rule_id: str, **details: Any) -> None:
        where = sheet_locator(self._layout.sheet, index)
        self._outcome.finding(rule_id, where, **details)
        self._outcome.reject(where, rule_id, kept_cells(self._layout, index))

    def _cell(self, index: int, target: str) -> object:
        column = self._layout.column(target)
        return self._layout.sheet.rows[index][column.position] if column else None

    def _text(self, index: int, target: str) -> str:
        return cell_text(self._cell(index, target)).strip()  # type: ignore[arg-type]


def _figure(row: _Row, indicator: str, value: Decimal | None, state: str) -> tuple[object, ...]:
    period, unit = row.period, codebooks.indicators()[indicator].unit
    days = (period.kind, period.start, period.end) if period else (UNKNOWN, None, None)
    keys = (row.where, row.region_code, row.region_name, *days, row.hazard_key)
    return (*keys, indicator, value, unit, state, row.basis, None, None, None)


def _indicator(written: str) -> codebooks.Indicator | None:
    """The indicator a cell names: its column name, or a heading that has one meaning."""
    if written in codebooks.indicators():
        return codebooks.indicators()[written]
    match = match_heading((written,)) if written else None
    targets = {meaning.target for meaning in match.meanings} if match else set()
    return codebooks.indicators().get(targets.pop()) if len(targets) == 1 else None


def _bases() -> Mapping[str, str]:
    return dict(_base_words())


def _base_words() -> Iterator[tuple[str, str]]:
    for row in codebooks.rows("title_patterns"):
        if row["kind"] == "basis":
            yield squeezed(row["word"]), row["note"]
