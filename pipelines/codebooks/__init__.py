"""The codebooks: CSV tables of indicators, hazards, regions, rules and words, read as text and cached.

A codebook row is a fact of the field (a code, a heading, a rule). Adding one is a data change: no value is listed here.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from pipelines.codebooks.ledgers import Choice, Ledger, LedgerColumn, choices, ledgers
from pipelines.codebooks.region_names import is_bare, region_by_path, region_under, regions_by_path, regions_named
from pipelines.codebooks.regions import (
    COUNTRY,
    REST,
    Region,
    ancestors,
    children,
    normalise_region_code,
    parent_code,
    region,
    region_level_of_code,
)
from pipelines.codebooks.tables import FOLDER, fingerprint, rows, table
from pipelines.codebooks.units import unit_factor

SUM = "sum"
OWN_LEVEL = "own_level"
ALL_HAZARDS = "all"
"""In place of a hazard key: no hazard in particular, the sum over all."""
_TEXTS = (
    "column_name", "name_zh", "name_en", "short_zh", "short_en", "unit", "value_type", "group", "parent", "part_kind",
    "level_agg", "event_agg", "period_unit", "ledger", "export_header_zh", "derived_from",
)  # fmt: skip

__all__ = [
    "ALL_HAZARDS", "COUNTRY", "FOLDER", "OWN_LEVEL", "REST", "SUM", "Choice", "Indicator", "Ledger", "LedgerColumn",
    "Region",
    "ancestors", "children", "choices", "fingerprint", "indicator_set", "indicators", "is_bare", "ledgers",
    "loss_columns", "normalise_region_code", "parent_code", "region", "region_by_path", "region_level_of_code",
    "region_under", "regions_by_path", "regions_named", "rows", "table", "unit_factor",
]  # fmt: skip


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
    running: int | None
    loss_category: int | None
    national_seq: int | None
    export_header_zh: str
    short_zh: str = ""
    short_en: str = ""
    group: str = ""
    parent: str = ""
    part_kind: str = ""
    period_unit: str = ""
    regimes: tuple[str, ...] = ()

    @property
    def is_integer(self) -> bool:
        """Whether the indicator counts people or things, so that it is stored as a whole number."""
        return self.value_type == "integer"

    @property
    def dtype(self) -> pl.DataType:
        """The column type in staging and core: whole numbers, or decimals with six places."""
        return pl.Int64() if self.is_integer else pl.Decimal(18, 6)


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
        "resolved": [i for i in losses if i.level_agg in (SUM, OWN_LEVEL)],
        "tree_resolved": [i for i in losses if i.level_agg == SUM],
        "running": sorted((i for i in known if i.running), key=lambda i: i.running or 0),
        "running_stock": [i for i in losses if i.running and i.event_agg != SUM],
        "derived": [i for i in known if i.ledger == "derived"],
        "headline": sorted((i for i in known if i.headline), key=lambda i: i.headline or 0),
        "category": sorted((i for i in known if i.loss_category), key=lambda i: i.loss_category or 0),
    }
    return tuple(sets[name])


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        **{name: row[name] for name in _TEXTS},
        decimals=int(row["decimals"] or 0),
        headline=_whole(row["headline"]),
        running=_whole(row["running"]),
        loss_category=_whole(row["loss_category"]),
        national_seq=_whole(row["national_seq"]),
        regimes=tuple(row["regimes"].split()),
    )


def _whole(text: str) -> int | None:
    return int(text) if text else None
