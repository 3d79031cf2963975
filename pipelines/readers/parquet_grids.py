"""A Parquet file as a sheet: for tables with official headings, which are read like a spreadsheet."""

from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.readers.sheets import Cell, Grid, Sheet, Unreadable


def parquet_grid(path: Path) -> Grid:
    """The one table of a Parquet file, its column names as first row. Raises Unreadable."""
    return _grid(path, None, 0)


def parquet_rows(path: Path, first: int, count: int) -> Grid:
    """Some rows of it, below the row of names: `first` is the number of a row of `parquet_grid`. Raises Unreadable."""
    return _grid(path, count, first - 2)


def parquet_height(path: Path) -> int:
    """How many rows it has. Raises Unreadable."""
    try:
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("F002", detail="Parquet") from None


def _grid(path: Path, count: int | None, offset: int) -> Grid:
    try:
        frame = pl.scan_parquet(path).slice(max(offset, 0), count).collect()
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("F002", detail="Parquet") from None
    dates = [name for name, dtype in frame.schema.items() if dtype == pl.Date]
    rows = frame.with_columns(pl.col(dates).cast(pl.Datetime("us"))).iter_rows()
    return Grid("parquet", None, (Sheet("", [tuple(frame.columns), *(tuple(map(_cell, row)) for row in rows)]),))


def _cell(value: object) -> Cell:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, Cell) else str(value)
