"""Columns of figures: clean cells are typed all at once, the few others one by one, each with its reason."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import cache
from math import isfinite

import polars as pl

from pipelines import codebooks
from pipelines.readers.sheets import Cell
from pipelines.transforms.numbers import (
    CELL_ERROR,
    EXACT,
    FRACTION,
    LARGEST,
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


PLACES = 6
"""So many decimal places has a figure at most."""
WHOLE = rf"^[0-9]{{1,%d}}(\.0{{1,{PLACES}}})?$"
DECIMAL = rf"^[0-9]{{1,%d}}(\.[0-9]{{1,{PLACES}}})?$"
"""Plain numbers of so many digits that they lie below the largest possible figure of their column."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that is not simply its figure: its position in the column, what it says, and what was made of it."""

    position: int
    as_written: str
    figure: Figure


def measure_of(indicator: codebooks.Indicator, unit_written: str) -> Measure:
    """What a column of this indicator holds."""
    decimals = 0 if indicator.is_integer else indicator.decimals
    is_change = indicator.part_kind == "change_pct"
    return Measure(indicator.unit, decimals, unit_written, largest_of(indicator), is_change)


@cache
def largest_of(indicator: codebooks.Indicator) -> Decimal:
    """The largest figure that an indicator can have in its canonical unit; above it a code or phone was typed."""
    limits = {(row["kind"], row["name"]): Decimal(row["largest"]) for row in codebooks.rows("figure_limits")}
    canonical = {row["unit"]: row["canonical_unit"] for row in codebooks.rows("units")}
    by_unit = limits.get(("unit", canonical.get(indicator.unit, indicator.unit)), LARGEST)
    return limits.get(("indicator", indicator.column_name), by_unit)


def texts_of_cells(cells: Sequence[Cell], without_value: set[int]) -> tuple[pl.Series, list[Doubt]]:
    """A column of spreadsheet cells as texts. `without_value` are the positions of formulas that hold no result."""
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
    return pl.Series(texts, dtype=pl.String), doubts


def typed_frame(
    texts: pl.DataFrame, measures: Mapping[str, Measure], scaled: Set[str]
) -> tuple[pl.DataFrame, dict[str, list[Doubt]]]:
    """Columns of texts, named by their indicators, as figures: plain numbers in the canonical unit all at once.

    What is none, and every cell of a `scaled` column (its unit is not the canonical one), is read one by one.
    """
    values = texts.select(_plain(name, pl.col(name), name not in scaled) for name in measures)
    doubts: dict[str, list[Doubt]] = {}
    for name in measures:
        if values[name].null_count() > texts[name].null_count():
            read, doubts[name] = _with_the_rest(texts[name], values[name], name, measures[name], name in scaled)
            values = values.with_columns(read)
    whole = [name for name in measures if codebooks.indicators()[name].is_integer]
    typed = values.with_columns(pl.col(whole).str.replace(r"\.0*$", ""))
    return typed.with_columns(pl.col(name).cast(codebooks.indicators()[name].dtype) for name in measures), doubts


def are_figures(numbers: pl.Series, indicator: codebooks.Indicator) -> bool:
    """Whether the numbers of a typed column in the canonical unit are figures as they are, each of them: exact, not
    negative, and not too large.
    """
    kind = numbers.dtype
    is_exact = kind.is_integer() or (isinstance(kind, pl.Decimal) and not indicator.is_integer and kind.scale <= PLACES)
    if not is_exact:
        return False
    smallest, largest = (Decimal(str(found or 0)) for found in (numbers.min(), numbers.max()))
    return smallest >= 0 and largest < 10 ** _digits(indicator)


def _plain(name: str, text: pl.Expr, is_canonical: bool = True) -> pl.Expr:
    """The texts that are plain numbers in the canonical unit; null where they are not."""
    indicator = codebooks.indicators()[name]
    pattern = WHOLE if indicator.is_integer else DECIMAL
    return pl.when(text.str.contains(pattern % _digits(indicator)) & is_canonical).then(text).alias(name)


def _digits(indicator: codebooks.Indicator) -> int:
    """So many digits before the point are no larger than the largest figure."""
    return len(str(int(largest_of(indicator)))) - 1


def _with_the_rest(
    texts: pl.Series, values: pl.Series, name: str, measure: Measure, is_scaled: bool
) -> tuple[pl.Series, list[Doubt]]:
    """A column with cells that are no plain numbers: those with blanks around them at once, the others one by one."""
    frame = pl.DataFrame({name: texts, "value": values}).with_columns(pl.col(name).str.strip_chars())
    if not is_scaled:
        frame = frame.with_columns(value=pl.coalesce("value", _plain(name, pl.col(name))))
    is_left = pl.col("value").is_null() & (pl.col(name) != "") & ~pl.col(name).is_in(list(missing_marks()))
    rest = frame.select(is_left.fill_null(False)).to_series()
    return _one_by_one(texts, frame["value"].alias(name), rest, name, measure)


def _one_by_one(
    texts: pl.Series, values: pl.Series, rest: pl.Series, name: str, measure: Measure
) -> tuple[pl.Series, list[Doubt]]:
    indicator, doubts, read = codebooks.indicators()[name], [], []
    positions = rest.arg_true().to_list()
    for position in positions:
        figure = parse_figure(texts[position], measure)
        read.append(_canonical(figure, indicator))
        if figure.state not in {EXACT, MISSING}:
            doubts.append(Doubt(position, texts[position], figure))
    return values.scatter(positions, read), doubts


def _canonical(figure: Figure, indicator: codebooks.Indicator) -> str | None:
    if figure.value is None:
        return None
    return str(int(figure.value)) if indicator.is_integer else f"{figure.value:f}"
