"""The figures of one sheet: units settled once per column, doubtful cells told with their place."""

from collections.abc import Sequence

import polars as pl

from pipelines import codebooks
from pipelines.readers.context import Context
from pipelines.readers.figures import RULES, Doubt, measure_of, texts_of_cells, typed_frame
from pipelines.readers.layouts import Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome, decimal_text
from pipelines.transforms.numbers import MASKED, ROUNDED, Measure
from pipelines.transforms.units import conversion


class SheetFigures:
    """Types the figure columns of one sheet. A column whose unit is unknown or measures something else is left out."""

    def __init__(self, layout: Layout, context: Context, outcome: Outcome) -> None:
        self._layout, self._outcome, self.sheet = layout, outcome, layout.sheet
        self._measures: dict[str, Measure] = {}
        self._seldom = {row - layout.sheet.first_row for row, _ in layout.sheet.formula_without_value}
        columns = []
        for column in layout.figures:
            measure = settled_measure(column, context.units, sheet_locator(layout.sheet, layout.block.bottom), outcome)
            if measure:
                self._measures[column.target] = measure
                columns.append(column)
        self.columns: tuple[Column, ...] = tuple(columns)

    def of_rows(self, indices: Sequence[int], codes: Sequence[str]) -> dict[str, pl.Series]:
        """The figures of the rows at these indices; what is doubtful becomes a finding or a figure state."""
        values, doubts = self._typed(indices)
        for column in self.columns:
            measure = self._measures[column.target]
            for doubt in doubts[column.target]:
                where = sheet_locator(self._layout.sheet, indices[doubt.position])
                tell_doubt(doubt, column, measure, where, codes[doubt.position], self._may_quote(doubt), self._outcome)
        return values

    def quietly(self, indices: Sequence[int]) -> dict[str, pl.Series]:
        """The figures of rows that are no records (totals), without findings."""
        return self._typed(indices)[0]

    def _typed(self, indices: Sequence[int]) -> tuple[dict[str, pl.Series], dict[str, list[Doubt]]]:
        """All columns at once: one by one, the planning would cost more than the reading."""
        if not self.columns:
            return {}, {}
        told = {column.target: self._texts(column, indices) for column in self.columns}
        is_scaled = {
            name for name, one in self._measures.items() if conversion(one.unit_written or one.unit, one.unit) != 1
        }
        values, doubts = typed_frame(
            pl.DataFrame({name: t for name, (t, _) in told.items()}), self._measures, is_scaled
        )
        return values.to_dict(), {name: [*first, *doubts.get(name, ())] for name, (_, first) in told.items()}

    def _texts(self, column: Column, indices: Sequence[int]) -> tuple[pl.Series, list[Doubt]]:
        sheet, at = self._layout.sheet, column.position
        hollow: set[int] = set()
        if self._seldom:
            wanted = {(sheet.first_row + index, sheet.first_column + at): n for n, index in enumerate(indices)}
            hollow = {wanted[cell] for cell in sheet.formula_without_value if cell in wanted}
        shifted = self._layout.shifted
        cells = [None if index in shifted else sheet.rows[index][at] for index in indices]
        return texts_of_cells(cells, hollow)

    def _may_quote(self, doubt: Doubt) -> bool:
        """In a sheet that holds personal columns a text without digits may be a person's name in the wrong column."""
        return not self._layout.has_personal_columns or any(letter.isascii() for letter in doubt.as_written)


def settled_measure(column: Column, title_units: Sequence[str], where: str, outcome: Outcome) -> Measure | None:
    """The unit in which a column is read; None (with a finding) where its unit does not suit the indicator."""
    indicator = codebooks.indicators()[column.target]
    unit = column.unit or next((name for name in title_units if conversion(name, indicator.unit) is not None), "")
    factor = conversion(unit or indicator.unit, indicator.unit)
    if factor is None and unit:
        outcome.finding(
            "F047", where, indicator=column.target, heading=column.heading, detail=unit, suggestion=indicator.unit
        )
        return None
    if factor != 1 and factor is not None:
        outcome.finding(
            "F046", where, indicator=column.target, heading=column.heading, detail=unit, suggestion=indicator.unit
        )
    return measure_of(indicator, unit)


def tell_doubt(  # noqa: PLR0913, PLR0917 - one cell, its column and where it stands
    doubt: Doubt, column: Column, measure: Measure, where: str, code: str, may_quote: bool, outcome: Outcome
) -> None:
    """A finding for a cell that is no clean figure, and its state where it still counts."""
    figure, written = doubt.figure, doubt.as_written if may_quote else "（文字 / text）"
    if figure.value is not None or figure.state == MASKED:
        unit = measure.unit_written or measure.unit
        outcome.state(where, column.target, figure.state, written, unit, figure.half_width)
    if figure.value is None:
        suggestion = _suggestion(written)
        outcome.finding(
            RULES[figure.state], where, indicator=column.target, heading=column.heading, region_code=code,
            value=written, **suggestion,
        )  # fmt: skip
    elif figure.state != ROUNDED or not _is_plain(written):
        outcome.finding(
            "F064", where, indicator=column.target, heading=column.heading, region_code=code,
            value=written, detail=f"{decimal_text(figure.value)} {measure.unit}",
        )  # fmt: skip


def _is_plain(written: str) -> bool:
    return written.strip().replace(",", "").replace(".", "").isdecimal()


def _suggestion(written: str) -> dict[str, object]:
    """The usual slip, where it is one: letters that look like digits."""
    digits = written.strip().translate(str.maketrans("OoQlI|", "000111"))
    if digits != written.strip() and digits.isdecimal():
        return {"suggestion_zh": f"是否“{digits}”？", "suggestion_en": f"Is {digits} meant?"}
    return {}
