"""The tables of a release in the order of their keys; what the last release holds unchanged comes with a copy of it."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from pipelines import build, row_order, versions
from pipelines.releases import Release, Releases
from pipelines.warehouse import Warehouse

PUBLIC_SCHEMAS = ("core", "marts", "checks", "meta")
Facts = dict[str, dict[str, Any]]
"""Of each table its rows, the checksum of every cell in its place, and the hash of the content it was written from."""


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
    contents = {name: state.content for name, state in build.read_states(warehouse).items()}
    kept = _kept(last, contents)
    if last and kept:
        # What was done to the last release, by a person or a disk, must not live on in this one.
        with suppress(duckdb.Error, OSError):
            shutil.copyfile(last.snapshot, target)
            facts = _write(warehouse, target, contents, kept)
            if all(facts[table] == fact for table, fact in kept.items()):
                return facts
        target.unlink(missing_ok=True)
    return _write(warehouse, target, contents, {})


def _kept(last: Release | None, contents: Mapping[str, str]) -> Facts:
    """The tables that are as they were; none where most of the rows are other ones."""
    facts: Facts = dict(last.manifest["tables"]) if last else {}
    kept = {name: fact for name, fact in facts.items() if fact.get("content") and fact["content"] == contents.get(name)}
    return kept if 2 * _rows(kept) > _rows(facts) else {}


def _rows(facts: Facts) -> int:
    return sum(fact["rows"] for fact in facts.values())


def _write(warehouse: Warehouse, target: Path, contents: Mapping[str, str], kept: Facts) -> Facts:
    tables = public_tables(warehouse)
    warehouse.connection.execute(f"attach {_quoted(target)} as snapshot")
    try:
        _drop_others(warehouse, kept)
        for schema in PUBLIC_SCHEMAS:
            warehouse.connection.execute(f"create schema if not exists snapshot.{schema}")
        for table in tables:
            if table not in kept:
                warehouse.connection.execute(f"create table snapshot.{table} as {row_order.rows_of(warehouse, table)}")
        warehouse.connection.execute("checkpoint snapshot")
        return {table: _facts(warehouse, table, contents.get(table, "")) for table in tables}
    finally:
        warehouse.connection.execute("detach snapshot")


def _drop_others(warehouse: Warehouse, kept: Facts) -> None:
    """Drop the tables that are not kept; their room is free for the new ones."""
    there = warehouse.connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'snapshot'"
    ).fetchall()
    for (table,) in there:
        if table not in kept:
            warehouse.connection.execute(f"drop table snapshot.{table}")
    warehouse.connection.execute("checkpoint snapshot")


def _facts(warehouse: Warehouse, table: str, content: str) -> dict[str, Any]:
    """What the manifest says of a table: two builds of the same inputs agree in it.

    The checksum is the database's own hash, which tells one state from another but seals nothing; filings have sha256
    for that.
    """
    sums = f"select count(*) as rows, bit_xor(hash(t, t.rowid)) as checksum from snapshot.{table} as t"
    rows, checksum = warehouse.read(sums).row(0)
    return {"rows": rows, "checksum": f"{checksum or 0:016x}", "content": content}


def _quoted(file: Path) -> str:
    return "'" + file.resolve().as_posix().replace("'", "''") + "'"
