"""Records of different sources that may be one disaster: which of them stand aside until a person decides."""

from typing import TYPE_CHECKING

import polars as pl

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

CANDIDATES = "core.candidates"
PAIRS = "core/candidates.pairs.sql"
PAIR = (
    "event_id", "region_code", "source_id", "source_locator",
    "other_event_id", "other_source_id", "other_source_locator",
)  # fmt: skip


def find_candidates(warehouse: "Warehouse") -> int:
    """Write `core.candidates`: one row per record that is held out, beside the record it may repeat."""
    if warehouse.create(CANDIDATES, sql_text(PAIRS)):
        warehouse.write(CANDIDATES, held_out_pairs(warehouse.read(f"select * from {CANDIDATES}")))
    else:
        warehouse.execute(f"alter table {CANDIDATES} drop column is_other_stated")
    return warehouse.count(CANDIDATES)


def held_out_pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs that hold a record out, chosen greedily from the most detailed record down.

    A record that is itself held out holds nothing out, so that of three reports on one disaster one always counts.
    Disasters that one source lists for one region are several by that source's word: a disaster holds out one of them.
    """
    held: set[tuple[str, str]] = set()
    repeated: dict[tuple[str, str, str], str] = {}
    chosen: list[bool] = []
    for row in pairs.select(PAIR).iter_rows():
        event, region, source, locator, other_event, other_source, other_locator = row
        record, other = (source, locator), (other_source, other_locator)
        is_new = record not in held and other not in held
        is_new = is_new and repeated.setdefault((other_event, source, region), event) == event
        if is_new:
            held.add(record)
        chosen.append(is_new)
    return pairs.filter(pl.Series(chosen, dtype=pl.Boolean)).drop("is_other_stated", strict=False)
