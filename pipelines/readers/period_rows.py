"""What a row of period figures says besides its figures: region, period, hazard, basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.readers.context import Context
from pipelines.readers.layouts import Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.row_places import kept_cells
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell
from pipelines.transforms.dates import parse_moment
from pipelines.transforms.hazards import parse_hazard
from pipelines.transforms.numbers import MISSING, Measure, parse_figure
from pipelines.transforms.periods import (
    UNKNOWN,
    Period,
    is_hidden_year,
    known_kind,
    of_days,
    of_year,
    parse_period,
    period_told,
    year_before,
)
from pipelines.transforms.widths import squeezed

DEFAULT_BASIS, BY_EVENTS = "reported_annual", "event_sum"


@dataclass(frozen=True)
class PeriodRow:
    """The keys of the figures of one row. The period is None where the author of a text hid its year."""

    index: int
    where: str
    region_code: str
    region_name: str | None
    period: Period | None
    hazard_key: str
    basis: str

    def keys(self, *, before: bool = False) -> tuple[object, ...]:
        """Region, kind of period, first and last day, hazard; of the same days one year `before`."""
        period = year_before(self.period) if before and self.period else self.period
        days = (period.kind, period.start, period.end) if period else (UNKNOWN, None, None)
        return (self.region_code, self.region_name, *days, self.hazard_key)


class RowReader:
    """Reads the keys of the rows of one table; what cannot be used is rejected with its reason."""

    def __init__(self, layout: Layout, context: Context, outcome: Outcome) -> None:
        self._layout, self._context, self._outcome = layout, context, outcome
        through = context.as_of.date() if context.as_of else None
        texts = (*context.texts, context.series)
        told = (period_told(text, through) for text in texts)
        self._told = next(filter(None, told), None) or (of_year(context.year) if context.year else None)
        self._through = through
        self._has_columns = any(column.period for column in layout.columns)
        self._default_basis = context.basis or (BY_EVENTS if _is_own_sum(layout) else DEFAULT_BASIS)

    def row(self, index: int, code: str, name: str | None) -> PeriodRow | None:
        """The keys of one row; None (rejected) where its period or its basis cannot be understood."""
        where, period = sheet_locator(self._layout.sheet, index), self._period(index)
        has_own = not self._has_columns and not is_hidden_year(self.text(index, "@period"))
        if period is None and has_own:
            shown = self.text(index, "@period") or self.text(index, "@period_kind")
            self.reject(index, "F063", heading="period", value=shown)
            return None
        written = squeezed(self.text(index, "@basis"))
        basis = _bases().get(written) if written else self._default_basis
        if basis is None:
            self.reject(index, "F102", detail_zh=f"不认识的口径“{written}”", detail_en=f'unknown basis "{written}"')
            return None
        return PeriodRow(index, where, code, name, period, self._hazard(index), basis)

    def _period(self, index: int) -> Period | None:
        """The days of the row, else its period, else that of the title."""
        start, end = (parse_moment(self.cell(index, name)) for name in ("@period_start", "@period_end"))
        written, kind = self.text(index, "@period"), known_kind(self.text(index, "@period_kind"))
        if kind is None:
            return None
        if start and end:
            return of_days(kind, start.date(), end.date()) if start <= end else None
        if not written and not kind:
            return self._told
        year = self._told.start.year if self._told else None
        period = parse_period(written, year, self._through)
        if kind and (period is None or period.kind != kind):
            names = (self.text(index, "@period_kind"), _kind_names().get(kind, ""))
            return next(filter(None, (parse_period(f"{written}{name}", year, self._through) for name in names)), None)
        return period

    def period_of(self, heading: str) -> Period | None:
        """The period that heads a column: 2022年, or 上半年 of the year in the title."""
        return parse_period(heading, self._told.start.year if self._told else None, self._through)

    def _hazard(self, index: int) -> str:
        written = self.text(index, "@hazard")
        if not written or written == ALL_HAZARDS or parse_figure(written, Measure()).state == MISSING:
            return self._context.hazard or ALL_HAZARDS
        hazard = parse_hazard(written)
        if hazard.problem == "unknown":
            self._outcome.finding("F090", sheet_locator(self._layout.sheet, index), value=written)
        return hazard.hazard_key

    def reject(self, index: int, rule_id: str, **details: Any) -> None:
        """One row that is not used, told with its reason."""
        where = sheet_locator(self._layout.sheet, index)
        self._outcome.finding(rule_id, where, **details)
        self._outcome.reject(where, rule_id, kept_cells(self._layout, index))

    def cell(self, index: int, target: str) -> Cell:
        """The cell of a dimension such as `@period`; None where the table has no such column."""
        column = self._layout.column(target)
        return self._layout.sheet.rows[index][column.position] if column else None

    def text(self, index: int, target: str) -> str:
        """The same as text."""
        return cell_text(self.cell(index, target)).strip()


def _is_own_sum(layout: Layout) -> bool:
    """Whether a table is an export of ours, whose figures are sums of disasters."""
    headings = {part for stack in layout.block.stacks for part in stack}
    return layout.column("@period") is not None and (
        "event_records" in headings or {"name_zh", "region_level"} <= headings
    )


@cache
def _bases() -> Mapping[str, str]:
    return {squeezed(row["word"]): row["note"] for row in codebooks.rows("title_patterns") if row["kind"] == "basis"}


@cache
def _kind_names() -> Mapping[str, str]:
    return {row["period_kind"]: row["name_zh"] for row in codebooks.rows("period_kinds")}
