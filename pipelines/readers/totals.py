"""合计 rows: never data, but a check. Each must equal the sum of the rows it can mean."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from pipelines import codebooks
from pipelines.readers.layouts import Column, sheet_locator
from pipelines.readers.outcome import Outcome, decimal_text
from pipelines.readers.sheet_figures import SheetFigures


def compare_totals(
    figures: SheetFigures, reports: pl.DataFrame, indices: Sequence[int], totals: Sequence[int], outcome: Outcome
) -> None:
    """A finding for each cell of a total row that no sum of rows explains: all rows, one level, the rows beside it."""
    if not totals or not indices:
        return
    groups = [list(groups_of(reports, indices, totals, number)) for number in range(len(totals))]
    stated_in = figures.quietly(totals)
    for column in figures.columns:
        stated = stated_in[column.target]
        parts = reports[column.target]
        for number, total in enumerate(stated):
            if total is not None:
                _compare(
                    figures, column, totals[number], total, [parts.filter(group) for group in groups[number]], outcome
                )


def _compare(  # noqa: PLR0913, PLR0917 - one cell and what it is compared with
    figures: SheetFigures, column: Column, row: int, total: object, groups: Sequence[pl.Series], outcome: Outcome
) -> None:
    nearest = explained_by(total, groups)
    if nearest is None:
        return
    outcome.finding(
        "F101",
        sheet_locator(figures.sheet, row),
        indicator=column.target,
        heading=column.heading,
        value=decimal_text(Decimal(str(total))),
        detail=decimal_text(nearest),
    )


def explained_by(total: object, groups: Sequence[pl.Series]) -> Decimal | None:
    """None where one of the groups adds up to the total; else what the most likely one adds up to."""
    sums = [Decimal(str(group.sum() or 0)) for group in groups]
    return None if Decimal(str(total)) in sums else sums[0]


def groups_of(reports: pl.DataFrame, indices: Sequence[int], totals: Sequence[int], number: int) -> Iterator[pl.Series]:
    """The sets of rows a total may add up, the most likely first."""
    yield _top_rows(reports)
    yield pl.Series([True] * reports.height)
    for level in reports["region_level"].unique(maintain_order=True):
        yield reports["region_level"] == level
    here = totals[number]
    before = totals[number - 1] if number else -1
    after = totals[number + 1] if number + 1 < len(totals) else max(*indices, here) + 1
    for first, last in ((before, here), (here, after)):
        beside = pl.Series([first < index < last for index in indices])
        yield beside
        yield _tops_within(reports, beside)


def _top_rows(reports: pl.DataFrame) -> pl.Series:
    return _tops_within(reports, pl.Series([True] * reports.height))


def _tops_within(reports: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Of these rows those whose region lies in no other region that these rows report on for the same moment."""
    places = list(zip(reports["occurred_at"], reports["region_code"], strict=True))
    present = {place for place, is_meant in zip(places, rows, strict=True) if is_meant}
    above = {code: codebooks.ancestors(code) for code in set(reports["region_code"])}
    return rows & pl.Series([not any((at, code) in present for code in above[own]) for at, own in places])
