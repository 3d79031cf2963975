"""The rows that a refresh changed in a table: those that went and those that came, for whoever builds on the table.

They lie in schema `changes` of the work database, each table as it is, with one more column that says which of the two
a row is. Of what was read of files only the sources are told: a file is read whole or not at all.
"""

import re
from collections.abc import Iterable

import polars as pl

from pipelines.warehouse import Warehouse

SCHEMA = "changes"
IS_NEW = "is_new"
FEW_ROWS = 500_000
"""Above this, a table that was built whole is not compared with what it was: whatever is built on it is built whole."""
_SOURCE_OF_FILE = re.compile(r"/staging/([^/']+)/([^/']+)/[^/']+\.parquet")
_NO_SOURCE = "_files"
"""The folder of what is said of files of which nothing was read."""


def table_of(table: str) -> str:
    """Where the changed rows of a table are."""
    return f"{SCHEMA}.{table.replace('.', '_')}"


def keep(warehouse: Warehouse, table: str) -> bool:
    """Keep a copy of a table that is about to be written anew; False where it has too many rows, or is not there."""
    if warehouse.has_rows(table) is None or warehouse.count(table) > FEW_ROWS:
        return False
    warehouse.create(_kept(table), f"select * from {table}")
    return True


def compare(warehouse: Warehouse, table: str) -> bool:
    """Note what differs from the kept copy; False where the columns do."""
    kept = _kept(table)
    is_alike = _shape(warehouse, kept) == _shape(warehouse, table)
    if is_alike:
        note(warehouse, table, old=kept, new=table)
    drop_kept(warehouse, table)
    return is_alike


def drop_kept(warehouse: Warehouse, table: str) -> None:
    """Remove the kept copy of a table, if there is one."""
    warehouse.drop(_kept(table))


def note(warehouse: Warehouse, table: str, *, old: str, new: str) -> int:
    """Write down the rows of `old` that are not in `new`, and the other way round; answers how many."""
    return warehouse.create(
        table_of(table),
        f"""
        select *, true as {IS_NEW} from (select * from {new} except all select * from {old})
        union all
        select *, false from (select * from {old} except all select * from {new})
        """,
    )


def note_of_view(warehouse: Warehouse, view: str, shown: str, sql: str) -> None:
    """The changed rows of a view that chooses among the rows of another table."""
    halves = (
        f"select *, {is_new} as {IS_NEW} from ("
        + re.sub(rf"\b{re.escape(shown)}\b", f"(select * from {table_of(shown)} where {IS_NEW} = {is_new})", sql)
        + ")"
        for is_new in ("true", "false")
    )
    warehouse.create(table_of(view), "\nunion all\n".join(halves))


def note_sources(warehouse: Warehouse, table: str, old: str, new: str) -> None:
    """Of a view over files, by its SQL: the sources whose files it shows no more, or now."""
    files = set(_SOURCE_OF_FILE.findall(old)) ^ set(_SOURCE_OF_FILE.findall(new))
    sources: Iterable[str | None] = sorted({source for source, _ in files} - {_NO_SOURCE})
    named = [*sources, *([None] if any(source == _NO_SOURCE for source, _ in files) else [])]
    warehouse.write(table_of(table), pl.DataFrame({"source_id": named}, schema={"source_id": pl.String()}))


def _kept(table: str) -> str:
    return f"{SCHEMA}.kept_{table.replace('.', '_')}"


def _shape(warehouse: Warehouse, table: str) -> list[tuple[str, str]]:
    told = warehouse.connection.execute(f"select * from {table} limit 0").description or []
    return [(name, str(kind)) for name, kind, *_ in told]
