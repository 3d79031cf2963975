"""The cells of a ledger's columns, row by row, with a finding for whatever could not be taken as it stands."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines import codebooks
from pipelines.codebooks import LedgerColumn
from pipelines.readers.columns import sheet_locator
from pipelines.readers.figures import Doubt
from pipelines.readers.layouts import Layout
from pipelines.readers.ledger_cells import BLANK, Entry, entry_of, measure_of, no_value
from pipelines.readers.ledger_layouts import LedgerField
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import redacted
from pipelines.readers.rows import cell_text
from pipelines.readers.sheet_figures import tell_doubt
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import hazard_name
from pipelines.transforms.ledger_headings import match_ledger_heading
from pipelines.transforms.numbers import EXACT, MISSING, Measure
from pipelines.transforms.units import conversion
from pipelines.transforms.widths import squeezed

_HUNDRED = Decimal(100)
_SHOWN_CHOICES = 12
_NUMBERS = frozenset({"document_no", "batch"})
_ORDINAL, _LONGER_THAN_NAMES = "批", 6


class FieldCells:
    """Reads the cells of one table. Columns whose unit does not suit them are left out, told once."""

    def __init__(self, layout: Layout, fields: Sequence[LedgerField], year: int | None, outcome: Outcome) -> None:
        self._layout, self._year, self._outcome = layout, year, outcome
        self.fields = tuple(field for field in fields if self._is_measured_well(field))
        rows = layout.sheet.rows[layout.block.first_data :]
        self._in_shares = {field.position for field in self.fields if _holds_shares(field, rows)}
        for field in self.fields:
            if field.position in self._in_shares:
                outcome.finding("F118", self._headings, indicator=field.target, heading=field.heading)
            elif field.of.type == "money" and not field.unit and self._is_doubtful(field):
                outcome.finding("F117", self._headings, indicator=field.target, heading=field.heading)

    @property
    def _headings(self) -> str:
        return sheet_locator(self._layout.sheet, self._layout.block.bottom)

    def _is_doubtful(self, field: LedgerField) -> bool:
        """Whether money without a unit is to be told: once a table, and not under our own name, which says yuan."""
        return squeezed(field.heading) != field.target and self._outcome.is_first(f"unit {self._headings}")

    def _is_measured_well(self, field: LedgerField) -> bool:
        if not field.of.unit or not field.unit or conversion(field.unit, field.of.unit) is not None:
            return True
        self._outcome.finding(
            "F047", self._headings, indicator=field.target, heading=field.heading, detail=field.unit,
            suggestion=field.of.unit,
        )  # fmt: skip
        return False

    def quietly(self, field: LedgerField, index: int) -> Entry:
        """What a cell gives, without a finding."""
        sheet = self._layout.sheet
        cell = sheet.rows[index][field.position]
        if field.is_figure and index in self._layout.shifted:
            return BLANK
        place = (sheet.first_row + index, sheet.first_column + field.position)
        if field.is_figure and cell is None and place in sheet.formula_without_value:
            return no_value()
        entry = entry_of(field.of, cell, field.unit, self._year)
        if field.position in self._in_shares and entry.figure and entry.figure.value is not None:
            return replace(entry, value=entry.figure.value * _HUNDRED)
        return entry

    def read(self, field: LedgerField, index: int, code: str) -> Entry:
        """What a cell gives; doubts are told."""
        entry = self.quietly(field, index)
        cell = self._layout.sheet.rows[index][field.position]
        where = sheet_locator(self._layout.sheet, index)
        if entry.figure is not None and entry.figure.state not in {EXACT, MISSING}:
            self._tell_figure(field, cell, entry, where, code)
        elif entry.rule_id:
            self._tell(field, cell, entry, where, code)
        if field.of.type == "text" and entry.value is not None and not self._may_keep(field, str(entry.value)):
            return BLANK
        return entry

    def _tell_figure(self, field: LedgerField, cell: Cell, entry: Entry, where: str, code: str) -> None:
        written = cell_text(cell)
        doubt = Doubt(0, written, entry.figure)  # type: ignore[arg-type]
        measure = measure_of(field.of, field.unit)
        unit = field.of.unit or field.unit
        told = Measure(unit, measure.decimals, field.unit or unit)
        is_safe = not self._layout.has_personal_columns or any(letter.isascii() for letter in written)
        tell_doubt(doubt, field, told, where, code, is_safe, self._outcome)

    def _tell(self, field: LedgerField, cell: Cell, entry: Entry, where: str, code: str) -> None:
        """One finding about a cell that is no figure. Of a table of persons words are not quoted: one may be a name."""
        written = cell_text(cell)
        quoted = redacted(written) if self._layout.has_personal_columns or entry.rule_id != "F111" else written
        details: dict[str, object] = {"region_code": code, "heading": field.heading, "value": quoted}
        if entry.rule_id == "F111":
            known = list(codebooks.choices(field.of.choices).values())[:_SHOWN_CHOICES]
            details["suggestion_zh"] = "、".join(choice.name_zh for choice in known)
            details["suggestion_en"] = ", ".join(choice.name_en for choice in known)
        elif entry.rule_id == "F091":
            details["detail"] = hazard_name(str(entry.value))
        elif entry.rule_id == "F066":
            details["detail"] = len(written)
        self._outcome.finding(entry.rule_id, where, indicator=field.of.column_name, **details)

    def _may_keep(self, field: LedgerField, text: str) -> bool:
        """A short word without a number is no document number, and in a table of persons it may be a name that slipped
        into another column; batches (第一批) and known items are none."""
        if field.of.column_name not in _NUMBERS and not self._layout.has_personal_columns:
            return True
        is_item = match_ledger_heading("relief_supplies", (text,)) is not None
        is_numbered = any(letter.isdigit() for letter in text) or _ORDINAL in text
        return is_numbered or is_item or redacted(text) == text or len(text) >= _LONGER_THAN_NAMES


def default_entry(column: LedgerColumn, written: object) -> Entry:
    """A constant of a description file, read like a cell."""
    return entry_of(column, written if isinstance(written, str | int | float) else str(written))


def _holds_shares(field: LedgerField, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether a column of percentages holds fractions of one: a spreadsheet stores 85.12 % as 0.8512."""
    if field.of.type != "percent":
        return False
    numbers = [cell for row in rows if isinstance(cell := row[field.position], float | int)]
    return any(numbers) and max(numbers) <= 1
