"""The order of rows in a release: as the pages ask for them, so that a question reads a short stretch of a table.

The database keeps of every stretch of rows the smallest and largest value of each column and passes over those that
cannot hold an answer. A partition of a table, written by the same key, is passed over in the same way.
"""

from dataclasses import dataclass
from functools import cache

from pipelines import codebooks


@dataclass(frozen=True)
class SortKey:
    """The columns a table is ordered by; where they do not tell every row from every other, all columns follow."""

    columns: tuple[str, ...]
    is_unique: bool


@cache
def sort_keys() -> dict[str, SortKey]:
    """The published tables with an order of their own."""
    return {
        row["table_name"]: SortKey(tuple(row["columns"].split()), row["is_unique"] == "yes")
        for row in codebooks.rows("sort_keys")
    }


def ordered(table: str, sql: str) -> str:
    """A query of rows in the order in which a table of this name is published.

    Tables without a key bear the order of their model; those of core are sorted by all that they hold.
    """
    order = order_of(table) or (" order by all" if table.startswith("core.") else "")
    return f"select * from (\n{sql}\n){order}" if order else sql


def order_of(table: str) -> str:
    """How a table with a key is ordered, as SQL; empty for the others."""
    key = sort_keys().get(table)
    if key is None:
        return ""
    return f" order by {', '.join((*key.columns, *(() if key.is_unique else ('columns(*)',))))}"
