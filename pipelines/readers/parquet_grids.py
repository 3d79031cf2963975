"""A Parquet file as a sheet: for tables with official headings, which are read like a spreadsheet."""

from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.readers.sheets import Cell, Grid, Sheet, Unreadable


def parquet_grid(path: Path) -> Grid:
    """The one table of a Parquet file, its column names as first row. Raises Unreadable."""
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("F002", detail="Parquet") from None
    dates = [name for name, dtype in frame.schema.items() if dtype == pl.Date]
    rows = frame.with_columns(pl.col(dates).cast(pl.Datetime("us"))).iter_rows()
    return Grid("parquet", None, (Sheet("", [tuple(frame.columns), *(tuple(map(_cell, row)) for row in rows)]),))


def _cell(value: object) -> Cell:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, Cell) else str(value)
