"""The ledgers: typed tables of relief, insurance and rebuilding, and the reference tables, as codebooks list them."""

from dataclasses import dataclass
from functools import cache

import polars as pl

from pipelines.codebooks.tables import rows

REGION, TEXT, DATE, YEAR, SEASON, CHOICE, HAZARD = "region", "text", "date", "year", "season", "choice", "hazard"
INTEGER, DECIMAL, PERCENT, MONEY = "integer", "decimal", "percent", "money"
MEASURES = frozenset({INTEGER, DECIMAL, PERCENT, MONEY})
_TYPES: dict[str, pl.DataType] = {
    DATE: pl.Date(), YEAR: pl.Int32(), INTEGER: pl.Int64(), DECIMAL: pl.Decimal(18, 6), PERCENT: pl.Decimal(18, 6),
    MONEY: pl.Decimal(18, 2),
}  # fmt: skip
"""The types that are not stored as text; money is in 元."""


@dataclass(frozen=True)
class LedgerColumn:
    """One column of a ledger. `choices` names its list in ledger_choices.csv."""

    ledger: str
    column_name: str
    type: str
    unit: str
    is_required: bool
    choices: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    example: str

    @property
    def dtype(self) -> pl.DataType:
        """The type in staging and core."""
        return _TYPES.get(self.type, pl.String())

    @property
    def is_measure(self) -> bool:
        """Whether the column holds a figure: an amount, a count, a share."""
        return self.type in MEASURES


@dataclass(frozen=True)
class Ledger:
    """One ledger. `folder` is where its files lie in raw/; `title_words` are words that titles of such tables use."""

    name: str
    table_name: str
    folder: str
    name_zh: str
    name_en: str
    one_row_zh: str
    one_row_en: str
    title_words: tuple[str, ...]
    columns: tuple[LedgerColumn, ...]

    @property
    def fields(self) -> tuple[LedgerColumn, ...]:
        """The columns but the region, which is stored as code and name."""
        return tuple(column for column in self.columns if column.type != REGION)

    @property
    def measures(self) -> tuple[LedgerColumn, ...]:
        """The columns of figures."""
        return tuple(column for column in self.columns if column.is_measure)

    def column(self, name: str) -> LedgerColumn | None:
        """The column of this name."""
        return next((column for column in self.columns if column.column_name == name), None)


@dataclass(frozen=True)
class Choice:
    """One value of a list, its names, and all words that mean it (the value itself and its names among them)."""

    value: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]


@cache
def ledgers() -> dict[str, Ledger]:
    """All ledgers by name, in the order of the codebook."""
    return {row["ledger"]: _ledger(row) for row in rows("ledgers")}


@cache
def choices(name: str) -> dict[str, Choice]:
    """The values of a list of ledger_choices.csv in their order."""
    words: dict[str, list[str]] = {}
    labels: dict[str, tuple[str, str]] = {}
    for row in rows("ledger_choices"):
        if row["list"] == name:
            words.setdefault(row["value"], [row["value"]]).append(row["word"])
            if row["is_label"]:
                labels[row["value"]] = (row["word"], row["name_en"])
    return {
        value: Choice(value, *labels[value], tuple(dict.fromkeys((*known, labels[value][1]))))
        for value, known in words.items()
    }


def _ledger(row: dict[str, str]) -> Ledger:
    named = {key: row[key] for key in ("table_name", "folder", "name_zh", "name_en", "one_row_zh", "one_row_en")}
    columns = tuple(_column(line) for line in rows("ledger_columns") if line["ledger"] == row["ledger"])
    return Ledger(name=row["ledger"], title_words=tuple(row["title_words"].split()), columns=columns, **named)


def _column(row: dict[str, str]) -> LedgerColumn:
    texts = {key: text for key, text in row.items() if key != "is_required"}
    return LedgerColumn(is_required=row["is_required"] == "yes", **texts)
