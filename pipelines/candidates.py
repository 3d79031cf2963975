"""Records of different sources that may be one disaster: which of them stand aside until a person decides."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

CANDIDATES, PAIRS = "core.candidates", "steps.candidate_pairs"
IN_TURN = "changes.pairs_in_turn"
"""The pairs in the order in which they are chosen from, which is not the one in which a table is published."""
VERSIONS, NEARBY = "steps.record_versions", "changes.nearby_versions"
PAIR = (
    "event_id", "region_code", "source_id", "source_locator",
    "other_event_id", "other_source_id", "other_source_locator",
)  # fmt: skip


def find_candidates(warehouse: "Warehouse") -> int:
    """Write `core.candidates`: one row per record that is held out, beside the record it may repeat."""
    if warehouse.create(IN_TURN, sql_text("core/candidates.pairs.sql")):
        warehouse.write(CANDIDATES, held_out_pairs(warehouse.read(f"select * from {IN_TURN}")))
    else:
        warehouse.create(CANDIDATES, f"select * exclude (is_other_stated) from {IN_TURN}")
    warehouse.drop(IN_TURN)
    return warehouse.count(CANDIDATES)


def find_pairs(warehouse: "Warehouse", tables: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write `steps.candidate_pairs`. `tables` are read and written instead of those they name: of some years, which are
    looked at with three days before and after, as a disaster of New Year may be told of twice.
    """
    target, text = tables.get(PAIRS, PAIRS), sql_text("steps/candidate_pairs.sql")
    if VERSIONS not in tables:
        return warehouse.create(target, text)
    warehouse.create(
        NEARBY,
        f"""
        with years as (
            select distinct year from {tables[VERSIONS]}
        ),
        disasters as (
            select distinct event_id
            from {VERSIONS}
            where year in (select year from years)
                or year(occurred_at - interval 3 day) in (select year from years)
                or year(occurred_at + interval 3 day) in (select year from years)
        )
        select v.* from {VERSIONS} as v semi join disasters as d on d.event_id = v.event_id
        """,
    )
    rows = warehouse.create(target, text.replace(VERSIONS, NEARBY))
    warehouse.drop(NEARBY)
    return rows


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
