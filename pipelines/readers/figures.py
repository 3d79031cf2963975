"""Columns of figures: clean cells are typed all at once, the few others one by one, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from math import isfinite

import polars as pl

from pipelines import codebooks
from pipelines.readers.sheets import Cell
from pipelines.transforms.numbers import (
    CELL_ERROR,
    EXACT,
    FRACTION,
    MASKED,
    MISSING,
    NEGATIVE,
    TOO_LARGE,
    UNKNOWN_UNIT,
    UNREADABLE,
    Figure,
    Measure,
    missing_marks,
    number_text,
    parse_figure,
)

DATE = "date"
NO_VALUE = "formula_without_value"
RULES = {
    UNREADABLE: "F060", NEGATIVE: "F061", FRACTION: "F062", TOO_LARGE: "F067", CELL_ERROR: "F071", DATE: "F069",
    UNKNOWN_UNIT: "F060", NO_VALUE: "F026", MASKED: "F065",
}  # fmt: skip
"""Why a cell holds no figure → the rule that says so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that is not simply its figure: its position in the column, what it says, and what was made of it."""

    position: int
    as_written: str
    figure: Figure


def measure_of(indicator: codebooks.Indicator, unit_written: str) -> Measure:
    """What a column of this indicator holds."""
    return Measure(indicator.unit, 0 if indicator.is_integer else indicator.decimals, unit_written)


def typed_cells(
    cells: Sequence[Cell], without_value: set[int], indicator: codebooks.Indicator, measure: Measure, is_scaled: bool
) -> tuple[pl.Series, list[Doubt]]:
    """A column of spreadsheet cells as figures. `without_value` are the positions of formulas that hold no result."""
    texts: list[str | None] = []
    doubts: list[Doubt] = []
    for position, cell in enumerate(cells):
        kind = type(cell)
        if kind is str:
            texts.append(cell)  # type: ignore[arg-type]
        elif cell is None:
            texts.append(None)
            if without_value and position in without_value:
                doubts.append(Doubt(position, "", Figure(None, NO_VALUE)))
        elif kind is float and isfinite(cell):  # type: ignore[arg-type]
            texts.append(number_text(cell))  # type: ignore[arg-type]
        elif kind is int:
            texts.append(str(cell))
        else:
            texts.append(None)
            reason = DATE if isinstance(cell, datetime | time) else UNREADABLE
            shown = cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
            doubts.append(Doubt(position, shown, Figure(None, reason)))
    values, more = typed_texts(pl.Series(texts, dtype=pl.String), indicator, measure, is_scaled)
    return values, doubts + more


def typed_texts(
    texts: pl.Series, indicator: codebooks.Indicator, measure: Measure, is_scaled: bool
) -> tuple[pl.Series, list[Doubt]]:
    """A column of texts as figures. What is not a plain number in the canonical unit (`is_scaled`) is read cell by cell."""
    bare = texts.str.strip_chars()
    pattern = r"^\d{1,12}(\.0{1,6})?$" if indicator.is_integer else r"^\d{1,12}(\.\d{1,6})?$"
    plain = bare.str.contains(pattern).fill_null(False)
    if is_scaled:
        plain = plain & False
    clean = bare.to_frame("text").select(pl.when(plain).then(pl.col("text"))).to_series()
    if indicator.is_integer:
        clean = clean.str.replace(r"\.0*$", "")
    left = ~plain & (bare != "").fill_null(False) & ~bare.is_in(list(missing_marks()))
    doubts: list[Doubt] = []
    positions, replaced = left.arg_true().to_list(), []
    for position in positions:
        written = texts[position]
        figure = parse_figure(written, measure)
        replaced.append(_canonical(figure, indicator))
        if figure.state not in {EXACT, MISSING}:
            doubts.append(Doubt(position, written, figure))
    if positions:
        clean = clean.scatter(positions, replaced)
    return clean.cast(indicator.dtype), doubts


def _canonical(figure: Figure, indicator: codebooks.Indicator) -> str | None:
    if figure.value is None:
        return None
    return str(int(figure.value)) if indicator.is_integer else f"{figure.value:f}"
