"""The times of a tidy table: the usual forms at once, other forms once for each different text."""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from pipelines.readers.context import Context
from pipelines.readers.outcome import Outcome
from pipelines.readers.tidy_columns import TidyColumns
from pipelines.transforms.dates import parse_moment, year_told
from pipelines.transforms.numbers import MISSING, Measure, parse_figure

ROW = "__row"
_USUAL: tuple[Callable[[pl.Expr], pl.Expr], ...] = (
    lambda text: text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False, time_unit="us"),
    lambda text: text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us"),
    lambda text: text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")),
)
"""How programs write times; whatever else people write is understood value by value."""


def column_texts(frame: pl.DataFrame, columns: TidyColumns, target: str) -> pl.Series:
    """A column as text without blanks at its ends; empty is null. Nulls where there is no such column."""
    name = columns.position(target)
    if name is None:
        return pl.Series(target, [None] * frame.height, dtype=pl.String)
    text = frame[name].cast(pl.String).str.strip_chars()
    return text.to_frame("t").select(pl.when(pl.col("t") != "").then(pl.col("t"))).to_series()


def is_missing(text: str) -> bool:
    return parse_figure(text, Measure()).state == MISSING


def moments(frame: pl.DataFrame, columns: TidyColumns, name: str, context: Context, outcome: Outcome) -> pl.Series:
    """A column of times: the usual forms at once, other forms once each, what is no date told and null."""
    position = columns.position(f"@{name}")
    if position is not None and frame[position].dtype.is_temporal():
        return _in_beijing(frame[position]).cast(pl.Datetime("us")).dt.truncate("1s")
    texts = column_texts(frame, columns, f"@{name}")
    found = pl.Series([None] * len(texts), dtype=pl.Datetime("us"))
    for understand in _USUAL:
        if found.null_count() > texts.null_count():
            found = found.fill_null(texts.to_frame("t").select(understand(pl.col("t"))).to_series())
    found = found.dt.truncate("1s")
    left = texts.is_not_null() & found.is_null()
    if not left.any():
        return found
    meaning: dict[str, datetime | None] = {
        text: parse_moment(text, context.year_hint) for text in texts.filter(left).unique()
    }
    for number, text in zip(frame[ROW].filter(left), texts.filter(left), strict=True):
        if meaning[text] is None and not is_missing(text):
            outcome.finding("F063", str(number), heading=name, value=text)
    return found.fill_null(texts.replace_strict(meaning, default=None, return_dtype=pl.Datetime("us")))


def year_hints(frame: pl.DataFrame, columns: TidyColumns, series: dict[str, pl.Series], context: Context) -> pl.Series:
    """The year of the rows without a time of occurrence: of a day that does not exist, of the cut-off, of the name."""
    undated = series["occurred_at"].is_null()
    if not undated.any():
        return pl.Series([None] * frame.height, dtype=pl.Int32)
    texts = column_texts(frame, columns, "@occurred_at")
    years = {text: _impossible_year(text) for text in texts.filter(undated).unique().drop_nulls()}
    impossible = texts.replace_strict(years, default=None, return_dtype=pl.Int32)
    stated = pl.DataFrame({"undated": undated, "impossible": impossible, "as_of": series["as_of"]})
    year = pl.coalesce("impossible", pl.col("as_of").dt.year(), pl.lit(context.year_hint, dtype=pl.Int32))
    return stated.select(pl.when("undated").then(year)).to_series()


def _in_beijing(times: pl.Series) -> pl.Series:
    """Times with a zone as the clock in Beijing showed them; all reports are written in that time."""
    zoned = isinstance(times.dtype, pl.Datetime) and times.dtype.time_zone
    return times.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None) if zoned else times


def _impossible_year(text: str) -> int | None:
    """The year of a day that does not exist (31 February)."""
    return None if parse_moment(text) else year_told(text)
