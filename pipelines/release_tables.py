"""The tables of a release: a copy of the published tables of the work database, and what the manifest says of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines import models, row_order, states
from pipelines.errors import LedgerError
from pipelines.states import State
from pipelines.warehouse import PUBLIC_SCHEMAS, Warehouse

RELEASE_TABLE = "meta.release"
Facts = dict[str, dict[str, Any]]
"""Of each table its rows and their checksum: two builds of the same inputs agree in both.

The checksum is the sum of the database's own hash of each row, which tells one state from another but seals nothing;
filings have sha256 for that. That of a view in no order of its own is the one of the table that it shows.
"""


def public_tables(warehouse: Warehouse) -> list[str]:
    """The tables a release holds, in alphabetical order."""
    found = warehouse.read(
        "select table_schema || '.' || table_name as name from information_schema.tables order by name"
    )
    return [name for name in found["name"] if name.split(".")[0] in PUBLIC_SCHEMAS]


def drop_unknown(warehouse: Warehouse) -> None:
    """Remove the tables that earlier software published and that of today does not."""
    for table in set(public_tables(warehouse)) - models.names() - {RELEASE_TABLE}:
        warehouse.drop(table)


def write(warehouse: Warehouse, target: Path) -> Facts:
    """Write the snapshot of a release. Raises LedgerError where a table holds other rows than were noted of it."""
    known = states.read(warehouse)
    facts = {table: _facts(warehouse, table, known) for table in public_tables(warehouse)}
    warehouse.copy_published(target)
    return facts


def _facts(warehouse: Warehouse, table: str, known: Mapping[str, State]) -> dict[str, Any]:
    is_view = table in models.VIEWS
    shown = models.shown_by(table) if is_view else table
    if shown not in known or not known[shown].content or (is_view and table in row_order.sort_keys()):
        rows, total = warehouse.sums(table)
        return {"rows": rows, "checksum": str(total)}
    rows = warehouse.count(table)
    noted, checksum = known[shown].content.split(" ")
    if rows != int(noted) and not is_view:
        _refuse(warehouse, table)
    return {"rows": rows, "checksum": checksum}


def _refuse(warehouse: Warehouse, table: str) -> None:
    """The two databases do not belong together, as where one was restored from a backup: all is built again."""
    states.note(warehouse, {})
    raise LedgerError(
        f"数据仓库里的 {table} 不是上次算出的样子，没有发布，上一个数据版本不变。请再更新一次，全部重新计算。",
        f"{table} in the warehouse is not as it was computed; nothing was published and the last release stays. "
        "Refresh again: everything is computed anew.",
    )
