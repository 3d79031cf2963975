"""The codebooks: CSV tables of indicators, hazards, regions, rules and words, read as text and cached.

A codebook row is a fact of the field (a code, a heading, a rule). Adding one is a data change: nothing here lists a value.
"""

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
SUM = "sum"
OWN_LEVEL = "own_level"


@dataclass(frozen=True)
class Indicator:
    """One measured quantity: its column name, unit, type and how it adds up over regions and events."""

    column_name: str
    name_zh: str
    name_en: str
    unit: str
    value_type: str
    decimals: int
    ledger: str
    level_agg: str
    event_agg: str
    derived_from: str
    headline: int | None
    loss_category: int | None
    national_seq: int | None
    export_header_zh: str

    @property
    def is_integer(self) -> bool:
        """Whether the indicator counts people or things, so that it is stored as a whole number."""
        return self.value_type == "integer"

    @property
    def dtype(self) -> pl.DataType:
        """The column type in staging and core: whole numbers, or decimals with six places."""
        return pl.Int64() if self.is_integer else pl.Decimal(18, 6)


@dataclass(frozen=True)
class Region:
    """One administrative region: code, name, level, code of its parent."""

    region_code: str
    name_zh: str
    level: str
    parent_code: str


@cache
def table(name: str) -> pl.DataFrame:
    """The codebook `name` as it stands in its CSV file; every column is text, an empty cell is an empty text."""
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False, missing_utf8_is_empty_string=True)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The codebook `name` as rows."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def fingerprint() -> str:
    """Hash of every codebook: part of what a release is made from."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.csv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by column name, in the order of the codebook."""
    return {row["column_name"]: _indicator(row) for row in rows("indicators")}


def loss_columns() -> tuple[Indicator, ...]:
    """The indicators that are columns of `core.losses`, in their order."""
    return indicator_set("losses")


@cache
def indicator_set(name: str) -> tuple[Indicator, ...]:
    """A named set of indicators, as the SQL files name them in braces."""
    known = indicators().values()
    losses = [i for i in known if i.ledger == "losses"]
    summed = [i for i in losses if i.event_agg == SUM]
    sets: dict[str, list[Indicator]] = {
        "losses": losses,
        "summed": summed,
        "own_level": [i for i in summed if i.level_agg == OWN_LEVEL],
        "tree_summed": [i for i in summed if i.level_agg != OWN_LEVEL],
        "derived": [i for i in known if i.ledger == "derived"],
        "headline": sorted((i for i in known if i.headline), key=lambda i: i.headline or 0),
        "category": sorted((i for i in known if i.loss_category), key=lambda i: i.loss_category or 0),
    }
    return tuple(sets[name])


def _indicator(row: dict[str, str]) -> Indicator:
    whole = {key: int(row[key]) if row[key] else None for key in ("headline", "loss_category", "national_seq")}
    texts = {
        key: row[key]
        for key in (
            "column_name", "name_zh", "name_en", "unit", "value_type", "ledger", "level_agg", "event_agg",
            "derived_from", "export_header_zh",
        )
    }  # fmt: skip
    return Indicator(decimals=int(row["decimals"] or 0), **whole, **texts)


@cache
def _regions() -> dict[str, Region]:
    return {
        row["region_code"]: Region(row["region_code"], row["name_zh"], row["level"], row["parent_code"])
        for row in rows("regions")
    }


def region(code: str) -> Region | None:
    """The region with this code in the official table, or None."""
    return _regions().get(code)
