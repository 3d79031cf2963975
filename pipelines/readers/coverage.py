"""Which region and period a file tells completely: a list of many disasters, or what a sidecar declares."""

from datetime import date

import polars as pl

from pipelines.codebooks import ALL_HAZARDS
from pipelines.readers.context import Context
from pipelines.readers.contract import COVERAGE_SCHEMA
from pipelines.transforms.places import common_ancestor

BY_LIST, DECLARED, FULL_EXPORT, DECLARED_FULL = "full_list", "declared", "full_export", "declared_full"


def coverage_of(reports: pl.DataFrame, context: Context, is_list: bool) -> pl.DataFrame:
    """At most one row.

    A list covers all hazards in the area its rows share, from 1 January of its first year to its cut-off (or its last
    row's day); a file about one disaster covers nothing unless its sidecar declares it. Only what the sidecar calls
    full also says that a record which it lacks no longer holds: in the years of its rows, or in the period declared.
    """
    codes = reports["region_code"].unique().to_list()
    region = context.region if context.covers or context.is_full else None
    region = region or (common_ancestor(codes) if codes else None)
    span = context.covers or (_span(reports, context) if is_list or context.is_full else None)
    if not region or not span:
        return pl.DataFrame(schema=COVERAGE_SCHEMA)
    by_rows, declared = (FULL_EXPORT, DECLARED_FULL) if context.is_full else (BY_LIST, DECLARED)
    how = declared if context.covers else by_rows
    row = (region, *span, context.hazard if context.covers and context.hazard else ALL_HAZARDS, how)
    return pl.DataFrame([row], schema=COVERAGE_SCHEMA, orient="row")


def _span(reports: pl.DataFrame, context: Context) -> tuple[date, date] | None:
    days = reports["occurred_at"].drop_nulls()
    if days.is_empty():
        return None
    first, last = days.min(), days.max()
    cut_off = context.as_of or reports["as_of"].max()
    end = cut_off if cut_off and cut_off >= last else last  # type: ignore[operator]
    return date(first.year, 1, 1), end.date()  # type: ignore[union-attr]
