"""The tables of a release in the order of their keys.

What the last release holds unchanged comes with a copy of it; of a table of which few rows changed these are taken out
and put in.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from pipelines import deltas, models, row_order, versions
from pipelines.releases import Release, Releases
from pipelines.states import State
from pipelines.states import read as read_states
from pipelines.stretches import is_large, stretches
from pipelines.warehouse import Warehouse

PUBLIC_SCHEMAS = ("core", "marts", "checks", "meta")
Facts = dict[str, dict[str, Any]]
"""Of each table its rows, their checksum, the hash of the content it was written from, and how many rows came since it
was last written in its order.
"""
OUT_OF_ORDER = 0.1
"""The share of rows that may stand behind those in order: beyond it a table is written anew, or questions slow down."""


def public_tables(warehouse: Warehouse) -> list[str]:
    """The tables a release holds, in alphabetical order."""
    found = warehouse.read(
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_catalog = current_database() order by name"
    )
    return [name for name in found["name"] if name.split(".")[0] in PUBLIC_SCHEMAS]


def last_of_this_software(releases: Releases) -> Release | None:
    """The latest release whose tables mean what those of today do."""
    this = (versions.software_version(), duckdb.__version__)
    return next((r for r in releases.all() if (r.manifest["software_version"], r.manifest["duckdb"]) == this), None)


def write(warehouse: Warehouse, target: Path, last: Release | None) -> Facts:
    """Write the snapshot of a release."""
    states = read_states(warehouse)
    kept, changed = _still_true(warehouse, last, states)
    if last and kept | changed:
        # What was done to the last release, by a person or a disk, must not live on in this one.
        with suppress(duckdb.Error, OSError):
            shutil.copyfile(last.snapshot, target)
            facts = _write(warehouse, target, states, kept, changed)
            if _is_whole(warehouse, facts, kept | changed, states):
                return facts
        target.unlink(missing_ok=True)
    return _write(warehouse, target, states, {}, {})


def _is_whole(warehouse: Warehouse, facts: Facts, expected: Facts, states: Mapping[str, State]) -> bool:
    """Whether the tables taken from the last release are what they must be: as it was noted, and as they were built."""
    for table, fact in expected.items():
        told = " ".join(map(str, warehouse.sums(table))) if table in models.VIEWS else states[table].content
        if facts[table] != fact or told != f"{fact['rows']} {fact['checksum']}":
            return False
    return True


def _still_true(warehouse: Warehouse, last: Release | None, states: Mapping[str, State]) -> tuple[Facts, Facts]:
    """The tables that are as they were, and those of which a few rows changed, with what will be true of them; none
    where most of the rows are other ones. Views have no rows of their own, and are made anew.
    """
    written: Facts = last.manifest["tables"] if last else {}
    facts = {table: fact for table, fact in written.items() if not _stays_view(table)}
    kept, changed = {}, {}
    for table, fact in facts.items():
        state = states.get(table, State(""))
        if state.content and state.content == fact["content"]:
            kept[table] = fact
        elif state.before and state.before == fact["content"] and table in row_order.unique_keys():
            after = _after(warehouse, table, fact, state.content)
            if after["out_of_order"] <= OUT_OF_ORDER * after["rows"]:
                changed[table] = after
    return (kept, changed) if 2 * _rows(kept | changed) > _rows(facts) else ({}, {})


def _rows(facts: Facts) -> int:
    return sum(fact["rows"] for fact in facts.values())


def _after(warehouse: Warehouse, table: str, fact: Mapping[str, Any], content: str) -> dict[str, Any]:
    """What is true of a table after its changed rows were taken out and put in."""
    went, gone = warehouse.sums(f"({deltas.rows_of(table, is_new=False)})")
    came, new = warehouse.sums(f"({deltas.rows_of(table, is_new=True)})")
    return {
        "rows": fact["rows"] - went + came,
        "checksum": str(int(fact["checksum"]) - gone + new),
        "content": content,
        "out_of_order": fact["out_of_order"] + came,
    }


def _write(warehouse: Warehouse, target: Path, states: Mapping[str, State], kept: Facts, changed: Facts) -> Facts:
    tables = public_tables(warehouse)
    warehouse.connection.execute(f"attach {_quoted(target)} as snapshot")
    try:
        _drop_others(warehouse, kept | changed)
        for schema in PUBLIC_SCHEMAS:
            warehouse.connection.execute(f"create schema if not exists snapshot.{schema}")
        for table in tables:
            if table in changed:
                _change(warehouse, table)
            elif table not in kept:
                _copy(warehouse, table)
        warehouse.connection.execute("checkpoint snapshot")
        behind = {table: fact["out_of_order"] for table, fact in (kept | changed).items()}
        facts: Facts = {}
        for table in sorted(tables, key=_stays_view):
            content = states[table].content if table in states else ""
            shown = facts[models.shown_by(table)] if _stays_view(table) else None
            facts[table] = _facts(warehouse, table, shown) | {"content": content, "out_of_order": behind.get(table, 0)}
        return {table: facts[table] for table in tables}
    finally:
        warehouse.connection.execute("detach snapshot")


def _copy(warehouse: Warehouse, table: str) -> None:
    """Write a table in its order; a large one is sorted in stretches of the first column of its key."""
    if _stays_view(table):
        warehouse.execute(f"create or replace view snapshot.{table} as\n{models.statement(table)}")
        return
    key = row_order.sort_keys().get(table)
    if key is None or not is_large(warehouse, table):
        warehouse.execute(f"create table snapshot.{table} as {row_order.rows_of(warehouse, table)}")
        return
    warehouse.execute(f"create table snapshot.{table} as select * from {table} limit 0")
    order = row_order.order_of(warehouse, table)
    for stretch in stretches(warehouse, table, key.columns[0]):
        warehouse.execute(f"insert into snapshot.{table} select * from {table} where {stretch}{order}")


def _change(warehouse: Warehouse, table: str) -> None:
    """Take out of a table in the snapshot the rows that went, by their key; those that came stand after all others."""
    same = " and ".join(
        f"t.{column} is not distinct from k.{column}" for column in row_order.sort_keys()[table].columns
    )
    gone = f"select t.rowid from snapshot.{table} as t semi join ({deltas.rows_of(table, is_new=False)}) as k on {same}"
    warehouse.execute(f"delete from snapshot.{table} where rowid in ({gone})")
    order = row_order.order_of(warehouse, table)
    warehouse.execute(f"insert into snapshot.{table} {deltas.rows_of(table, is_new=True)}{order}")


def _drop_others(warehouse: Warehouse, kept: Facts) -> None:
    """Drop the tables that are not kept; their room is free for the new ones."""
    there = warehouse.connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'snapshot'"
    ).fetchall()
    for (table,) in there:
        if table not in kept:
            warehouse.connection.execute(f"drop table snapshot.{table}")
    warehouse.connection.execute("checkpoint snapshot")


def _facts(warehouse: Warehouse, table: str, shown: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the manifest says of a table: two builds of the same inputs agree in its rows and their checksum.

    The checksum is the sum of the database's own hash of each row, which tells one state from another but seals
    nothing; filings have sha256 for that. That of a view is the one of the table that it shows.
    """
    if shown:
        return {"rows": warehouse.count(f"snapshot.{table}"), "checksum": shown["checksum"]}
    rows, checksum = warehouse.sums(f"snapshot.{table}")
    return {"rows": rows, "checksum": str(checksum)}


def _stays_view(table: str) -> bool:
    """Whether a release has a view too: nobody asks for its rows in an order of their own."""
    return table in models.VIEWS and table not in row_order.sort_keys()


def _quoted(file: Path) -> str:
    return "'" + file.resolve().as_posix().replace("'", "''") + "'"
