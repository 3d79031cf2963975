"""Sheets of cells: what a file holds before anybody knows what its table means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

Cell = str | int | float | bool | datetime | time | None
"""A cell as the file gives it. Blank is None, an error is its text ("#N/A"), a date is a datetime at midnight."""

Range = tuple[int, int, int, int]
"""Top, left, bottom, right of merged cells: 1-based, inclusive, as a spreadsheet numbers them."""


class Unreadable(Exception):  # noqa: N818 - reads as a verdict on the file, not as a fault of ours
    """A file that cannot be opened as a table; `rule_id` is a row of reading_rules.csv, `details` fill its message."""

    def __init__(self, rule_id: str, **details: str) -> None:
        super().__init__(rule_id, details)
        self.rule_id = rule_id
        self.details: Mapping[str, str] = details


@dataclass(frozen=True)
class Note:
    """Something seen while opening a file that its owner should know: rule, locator ("" is the whole file), details."""

    rule_id: str
    where: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One sheet. Every row is as wide as the widest; `rows[0][0]` stands at (`first_row`, `first_column`).

    Rows and columns are 1-based as the person sees them. For delimited text a row is a record: the number a spreadsheet
    shows after opening the file (blank lines count, a line break inside quotes does not). The name is "" where the file
    has no sheets. Of merged cells the first one holds the value, the others are None.
    """

    name: str
    rows: Sequence[tuple[Cell, ...]]
    first_row: int = 1
    first_column: int = 1
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formula_without_value: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()

    def locator(self, row: int) -> str:
        """Where a row (1-based) stands: `sheet!row`, or the row alone where there is no sheet name."""
        return f"{self.name}!{row}" if self.name else str(row)


@dataclass(frozen=True)
class Grid:
    """The sheets of one file, how they were recognised, and what should be told about the opening."""

    kind: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Sniffed:
    """What a look at the beginning of a file tells: its kind, and for text its encoding and delimiter."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
