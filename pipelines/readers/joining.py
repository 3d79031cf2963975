"""Sheets that describe the same records become one set of records; a cell they disagree about is a finding."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipelines.readers.contract import REPORT_KEYS, REPORT_SCHEMA
from pipelines.readers.outcome import Outcome, decimal_text
from pipelines.readers.records import SheetRecords

KEYS = ("region_code", "level1", "occurred_at", "event_key", "as_of", "stage")
_NUMBER = "__order"


def joined(sheets: Sequence[SheetRecords], outcome: Outcome) -> list[SheetRecords]:
    """The sheets' records, with those sheets made one that add columns to the same records."""
    whole: list[SheetRecords] = []
    for sheet in sheets:
        host = next((number for number, other in enumerate(whole) if _same_records(other, sheet)), None)
        if host is None:
            whole.append(sheet)
        else:
            whole[host] = _join(whole[host], sheet, outcome)
    return whole


def _same_records(one: SheetRecords, other: SheetRecords) -> bool:
    """Whether two sheets speak of the same regions and disaster, once each, mostly with different indicators."""
    if one.context.texts != other.context.texts and _statements(one) != _statements(other):
        return False
    if one.reports.is_empty() or other.reports.is_empty():
        return False
    shared = set(one.figures) & set(other.figures)
    if len(shared) * 2 > min(len(one.figures), len(other.figures)):
        return False
    keyed = [_keyed(sheet.reports) for sheet in (one, other)]
    if any(frame.select(KEYS).is_duplicated().any() for frame in keyed):
        return False
    return not keyed[0].join(keyed[1], on=KEYS, how="semi", nulls_equal=True).is_empty()


def _statements(sheet: SheetRecords) -> tuple[object, ...]:
    context = sheet.context
    return context.hazard, context.occurred_at, context.as_of, context.stage, context.series


def _keyed(reports: pl.DataFrame) -> pl.DataFrame:
    """With the level-1 hazard as a key: one sheet may name the sub-hazard where the other does not."""
    level1 = pl.col("event_key").str.split("@").list.first().fill_null(pl.col("hazard_key"))
    return reports.with_columns(level1=level1)


def _join(one: SheetRecords, other: SheetRecords, outcome: Outcome) -> SheetRecords:
    left = _keyed(one.reports).with_row_index(_NUMBER)
    right = _keyed(other.reports)
    both = left.join(
        right, on=KEYS, how="full", coalesce=True, nulls_equal=True, suffix="__other", maintain_order="left_right"
    )
    for name in sorted(set(one.figures) & set(other.figures)):
        _tell_conflicts(both, name, outcome)
    values = [
        pl.coalesce(name, f"{name}__other").alias(name) for name in REPORT_SCHEMA if f"{name}__other" in both.columns
    ]
    reports = both.with_columns(values).select(list(REPORT_SCHEMA))
    figures = tuple(dict.fromkeys((*one.figures, *other.figures)))
    hazards = reports["hazard_key"].to_list()
    return replace(
        one, reports=reports, figures=figures, is_list=one.is_list or other.is_list,
        without_hazard=hazards.count("unspecified"), without_time=reports["occurred_at"].null_count(),
    )  # fmt: skip


def _tell_conflicts(both: pl.DataFrame, name: str, outcome: Outcome) -> None:
    differing = both.filter(pl.col(name) != pl.col(f"{name}__other"))
    for row in differing.select(
        "source_locator", "source_locator__other", "region_code", name, f"{name}__other"
    ).rows():
        first, second = (f"{place} {decimal_text(value)}" for place, value in ((row[0], row[3]), (row[1], row[4])))
        outcome.finding(
            "F049", row[1], indicator=name, region_code=row[2], value=str(row[4]), detail=f"{first}；{second}"
        )


def stacked(sheets: Sequence[SheetRecords]) -> pl.DataFrame:
    """All records under each other."""
    frames = [sheet.reports for sheet in sheets]
    return pl.concat(frames) if frames else pl.DataFrame(schema=REPORT_SCHEMA)


def tell_repetitions(reports: pl.DataFrame, outcome: Outcome) -> None:
    """A finding for each row that repeats another one: region, hazard, time and all figures; both count."""
    keys = ["region_code", "hazard_key", "occurred_at", "as_of", "stage", "event_key"]
    figures = [name for name in REPORT_SCHEMA if name not in REPORT_KEYS]
    columns = [*keys, *figures]
    repeated = reports.filter(reports.select(pl.struct(keys).is_duplicated()).to_series())
    repeated = repeated.filter(pl.any_horizontal(pl.col(figures).is_not_null()))
    repeated = repeated.filter(pl.struct(columns).is_duplicated()) if repeated.height else repeated
    if repeated.is_empty():
        return
    groups = repeated.group_by(columns, maintain_order=True).agg(pl.col("source_locator"))
    for code, locators in groups.select("region_code", "source_locator").rows():
        for locator in locators[1:]:
            outcome.finding("F100", locator, region_code=code, detail=locators[0].rpartition("!")[2])


__all__ = ["joined", "stacked", "tell_repetitions"]
