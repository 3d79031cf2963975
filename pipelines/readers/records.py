"""The rows of one sheet → records: placed, dated, typed. One record is one report of the sheet on one region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from pipelines import codebooks
from pipelines.readers import rows as sheet_rows
from pipelines.readers.context import Context
from pipelines.readers.contract import REPORT_KEYS, REPORT_SCHEMA
from pipelines.readers.layouts import Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import region_name_of
from pipelines.readers.row_dimensions import Dimensions, dimensions_of
from pipelines.readers.row_places import placed
from pipelines.readers.sheet_figures import SheetFigures
from pipelines.readers.totals import compare_totals
from pipelines.transforms.hazards import UNSPECIFIED, level1


@dataclass(frozen=True)
class SheetRecords:
    """The records of one sheet. `figures` are the indicators it has columns for; a list dates its rows itself."""

    reports: pl.DataFrame
    figures: tuple[str, ...]
    is_list: bool
    context: Context
    regime: str
    without_hazard: int
    without_time: int


def records_of(layout: Layout, context: Context, outcome: Outcome) -> SheetRecords:
    """All records of a sheet, with a finding for whatever could not be taken as it stands."""
    rows = list(sheet_rows.classified(layout))
    skip_lines(layout, outcome)
    for row in rows:
        if row.kind != sheet_rows.RECORD:
            outcome.skip(sheet_locator(layout.sheet, row.index), row.kind)
    kept, places = placed(layout, [row for row in rows if row.kind == sheet_rows.RECORD], context, outcome)
    indices = [row.index for row in kept]
    codes = [place.code or "" for place in places]
    if not kept:
        outcome.finding("F041", layout.sheet.name and f"{layout.sheet.name}!")
    dimensions = dimensions_of(layout, indices, codes, context, outcome)
    figures = SheetFigures(layout, context, outcome)
    columns = figures.of_rows(indices, codes)
    if dimensions.dates_its_rows:
        _tell_rows_without_figures(layout, indices, columns, outcome)
    keys = _keys(layout, kept, codes, context, dimensions)
    reports = full_frame({**keys, **columns}, len(kept))
    totals = [row.index for row in rows if row.kind == sheet_rows.TOTAL]
    compare_totals(figures, reports, indices, totals, outcome)
    outcome.accepted += len(kept)
    return SheetRecords(
        reports, tuple(columns), dimensions.dates_its_rows, context, context.regime or layout.regime,
        keys["hazard_key"].count(UNSPECIFIED), keys["occurred_at"].count(None),
    )  # fmt: skip


def _tell_rows_without_figures(
    layout: Layout, indices: Sequence[int], columns: Mapping[str, pl.Series], outcome: Outcome
) -> None:
    """A list dates its rows; one without any figure is more likely a slip than a report of zero."""
    if not columns or not indices:
        return
    empty = pl.DataFrame(columns).select(pl.all_horizontal(pl.all().is_null())).to_series()
    for position in empty.arg_true():
        outcome.finding("F103", sheet_locator(layout.sheet, indices[position]))


def skip_lines(layout: Layout, outcome: Outcome) -> None:
    """Count the rows down to the headings: titles, blanks, headings, the unit row, the numbers of the columns."""
    block = layout.block
    for index in range(block.first_data):
        if index == block.unit_row:
            reason = "unit"
        elif index == block.number_row:
            reason = "column_numbers"
        elif index >= block.top:
            reason = sheet_rows.HEADING
        else:
            filled = any(cell is not None and str(cell).strip() for cell in layout.sheet.rows[index])
            reason = "title" if filled else sheet_rows.BLANK
        outcome.skip(sheet_locator(layout.sheet, index), reason)


def full_frame(columns: dict[str, list[object] | pl.Series], height: int) -> pl.DataFrame:
    """A frame with exactly the columns of a report; what the file has no column for is null."""
    series = [
        values.alias(name) if isinstance(values, pl.Series) else pl.Series(name, values, dtype=REPORT_SCHEMA[name])
        for name, values in columns.items()
        if name in REPORT_SCHEMA
    ]
    frame = pl.DataFrame(series) if series else pl.DataFrame({"": [None] * height})
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in REPORT_SCHEMA.items() if name not in columns]
    return frame.with_columns(missing).select(list(REPORT_SCHEMA))


def _keys(
    layout: Layout, kept: Sequence[sheet_rows.Row], codes: Sequence[str], context: Context, dimensions: Dimensions
) -> dict[str, list[object]]:
    occurred = dimensions.occurred_at
    years = dimensions.years
    hint: list[object] = [None if at else year or context.year_hint for at, year in zip(occurred, years, strict=True)]
    keys: dict[str, list[object]] = {
        "source_locator": [sheet_locator(layout.sheet, row.index) for row in kept],
        "region_code": list(codes),
        "region_name": [_name(row, code, layout) for row, code in zip(kept, codes, strict=True)],
        "region_level": [codebooks.region_level_of_code(code) for code in codes],
        "hazard_key": list(dimensions.hazards),
        "occurred_at": list(occurred),
        "regime": [context.regime or layout.regime] * len(kept),
        "event_key": event_keys(dimensions, context),
        "year_hint": hint,
    }
    keys |= {name: list(values) for name, values in dimensions.texts.items() if name in REPORT_KEYS}
    return keys | {name: list(values) for name, values in dimensions.moments.items()}


def _name(row: sheet_rows.Row, code: str, layout: Layout) -> str:
    """The region as written; in a table of persons the official name, since a person's may stand in its place."""
    if layout.has_personal_columns:
        return region_name_of("", code)
    return region_name_of(row.written.name, code)


def event_keys(dimensions: Dimensions, context: Context) -> list[object]:
    """Which disaster each row belongs to, where the file says it: by its own id, or as a file about one disaster.

    Rows that bring their own time, or their own hazard in a file that states no time, are left to core.
    """
    keys: list[object] = []
    stated = context.occurred_at or (None if dimensions.dates_its_rows else context.guessed_time)
    whole = context.hazard or context.guessed_hazard
    for number, event_id in enumerate(dimensions.event_ids):
        own_time, own_hazard = dimensions.own_times[number], dimensions.own_hazards[number]
        if event_id:
            keys.append(f"id:{event_id}")
        elif stated and (own_time is None or own_time == stated):
            hazard = level1(whole or own_hazard or UNSPECIFIED)
            keys.append(f"{hazard}@{stated.isoformat()}")
        elif dimensions.dates_its_rows or own_hazard:
            keys.append(None)
        else:
            keys.append(f"series:{context.series}@{context.as_of.year if context.as_of else context.year or ''}")
    return keys


__all__ = ["Column", "SheetRecords", "datetime", "event_keys", "full_frame", "records_of", "skip_lines"]
