"""A few rows as a Markdown table for the catalogue."""

import polars as pl

from pipelines import codebooks, models
from pipelines.warehouse import Warehouse

ROWS = 5
COLUMNS = 10
LONGEST_CELL = 40


def preview(warehouse: Warehouse, table: str) -> str:
    """The first rows and columns of a table."""
    return markdown(warehouse.read(f"select * from {table} limit {ROWS}"))


def markdown(frame: pl.DataFrame) -> str:
    """A frame as a Markdown table; what it holds is text to the page, never markup."""
    shown = frame[:, :COLUMNS]
    lines = [shown.columns, ["---"] * shown.width, *(map(_cell, row) for row in shown.iter_rows())]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def described(name: str) -> str:
    """The Chinese title of a table, then what one row of it is."""
    title = next((row["title_zh"] for row in codebooks.rows("table_titles") if row["table_name"] == name), name)
    said = models.description(name) if name in models.names() else ""
    return f"{title}\n\n{said}".strip()


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    return text.replace("|", "\\|").replace("<", "&lt;")
