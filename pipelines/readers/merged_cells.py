"""Merged cells below the headings: a region, hazard or time holds for all its rows, a figure for none of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.readers.columns import Column, sheet_locator
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.outcome import Outcome
from pipelines.readers.sheets import Cell, Range, Sheet


def settled(sheet: Sheet, block: HeaderBlock, columns: Sequence[Column], outcome: Outcome) -> Sheet:
    """The sheet with merged dimensions filled down, and without figures that are merged over several rows or columns.

    Such a figure is the amount of several records together; nobody can tell how much of it is whose.
    """
    by_position = {column.position: column for column in columns}
    rows = list(sheet.rows)
    for place in _below_headings(sheet, block):
        first, left, last, right = place
        column = by_position.get(left)
        if column and column.target.startswith("@"):
            for index in range(first + 1, last + 1):
                rows[index] = _with(rows[index], left, rows[first][left])
            continue
        figures = [by_position[at] for at in range(left, right + 1) if at in by_position and by_position[at].is_figure]
        if figures and _is_shared(rows, place, len(figures)):
            outcome.finding(
                "F054", sheet_locator(sheet, first), indicator=figures[0].target, heading=figures[0].heading,
                value=rows[first][left], detail=f"{sheet.first_row + first}–{sheet.first_row + last}",
            )  # fmt: skip
            rows[first] = _with(rows[first], left, None)
    return replace(sheet, rows=rows) if sheet.merged else sheet


def _below_headings(sheet: Sheet, block: HeaderBlock) -> Iterator[Range]:
    """Merged ranges of the data as indices: first row, left column, last row, right column."""
    for top, left, bottom, right in sheet.merged:
        place = (top - sheet.first_row, left - sheet.first_column, bottom - sheet.first_row, right - sheet.first_column)
        if block.first_data <= place[0] and place[2] < len(sheet.rows) and 0 <= place[1] < len(sheet.rows[0]):
            yield place


def _is_shared(rows: Sequence[tuple[Cell, ...]], place: Range, figures: int) -> bool:
    """Whether a merged cell holds something and stands for several rows that say more, or for several figures."""
    first, left, last, right = place
    if rows[first][left] in (None, ""):
        return False
    others = (
        any(cell not in (None, "") for at, cell in enumerate(rows[index]) if not left <= at <= right)
        for index in range(first, last + 1)
    )
    return figures > 1 or sum(others) > 1


def _with(row: tuple[Cell, ...], at: int, cell: Cell) -> tuple[Cell, ...]:
    return (*row[:at], cell, *row[at + 1 :])
