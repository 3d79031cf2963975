"""What can give no rows because what it reads has none: `sql/empty_where.csv`, proved by `scripts/empty_where.py`.

Planning a statement costs milliseconds, however few its rows: over a small file most rules have nothing to look at.
"""

import csv
from collections.abc import Callable
from functools import cache

from pipelines.warehouse import SQL_FOLDER

FILE = SQL_FOLDER / "empty_where.csv"
HasRows = Callable[[str], bool | None]
"""Whether a table has rows; None where it is not known, since nobody has built it."""


class Emptiness:
    """Which statements and tables are empty, given which of the tables they are made from have rows."""

    def __init__(self, has_rows: HasRows) -> None:
        self._has_rows = has_rows
        self._known: dict[str, bool] = {}

    def proves(self, statement: str) -> bool:
        """Whether a model or rule surely gives no row. Whatever is not proved may give some."""
        if statement not in self._known:
            self._known[statement] = self._is_empty(statement)
        return self._known[statement]

    def _is_empty(self, statement: str) -> bool:
        has_rows = self._has_rows(statement)
        if has_rows is not None:
            return not has_rows
        return any(all(map(self.proves, tables)) for tables in proofs().get(statement, ()))


@cache
def proofs() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Statement → the sets of tables of which one suffices: where all of a set are empty, it gives nothing."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["statement"]] = (*found.get(row["statement"], ()), tuple(row["tables"].split()))
    return found
