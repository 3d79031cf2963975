"""合计 rows of a ledger: never data, but a check of every column of figures."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from pipelines import codebooks
from pipelines.readers.columns import Column, sheet_locator
from pipelines.readers.layouts import Layout
from pipelines.readers.ledger_fields import FieldCells
from pipelines.readers.ledger_layouts import LedgerField
from pipelines.readers.outcome import Outcome, decimal_text
from pipelines.readers.totals import explained_by, groups_of

Cells = Mapping[int, Sequence[tuple[LedgerField, object]]]
_NOT_ADDED = {"percent"}
_RATES = {"premium_per_household", "cpi"}
"""Figures that no total adds up."""


def compare_ledger_totals(  # noqa: PLR0913, PLR0917 - a table, its rows and its totals
    cells: FieldCells, layout: Layout, entries: Cells, codes: Mapping[int, str], totals: Sequence[int], outcome: Outcome
) -> None:
    """A finding for each cell of a total row that no sum of rows explains."""
    indices = sorted(entries)
    if not totals or not indices:
        return
    places = pl.DataFrame({
        "occurred_at": [None] * len(indices),
        "region_code": [codes[index] for index in indices],
        "region_level": [codebooks.region_level_of_code(codes[index]) for index in indices],
    })  # fmt: skip
    groups = [list(groups_of(places, indices, totals, number)) for number in range(len(totals))]
    for one in cells.fields:
        if one.is_figure and one.of.type not in _NOT_ADDED and one.of.column_name not in _RATES:
            values = [_value(entries[index], one) for index in indices]
            parts = pl.Series("parts", values, dtype=one.of.dtype, strict=False)
            for number, total in enumerate(totals):
                stated = cells.quietly(one, total).value
                if stated is not None:
                    _compare(one, layout, total, stated, [parts.filter(group) for group in groups[number]], outcome)


def _value(entries: Sequence[tuple[LedgerField, object]], one: Column) -> object:
    return next((value for other, value in entries if other is one), None)


def _compare(  # noqa: PLR0913, PLR0917 - one cell and what it is compared with
    one: LedgerField, layout: Layout, row: int, stated: object, groups: Sequence[pl.Series], outcome: Outcome
) -> None:
    nearest = explained_by(stated, groups)
    if nearest is not None:
        outcome.finding(
            "F101", sheet_locator(layout.sheet, row), indicator=one.target, heading=one.heading,
            value=_shown(stated), detail=decimal_text(nearest),
        )  # fmt: skip


def _shown(value: object) -> str:
    return decimal_text(Decimal(str(value)))
