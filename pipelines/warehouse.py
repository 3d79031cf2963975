"""The work database and, beside it, that of the published tables: the only module that writes DuckDB, and the expansion
of indicator sets in SQL files.

The published tables have a database of their own, and lie in it in the order in which they are published: a release is
a copy of its file.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from pipelines import codebooks, row_order
from pipelines.codebooks import Indicator
from pipelines.errors import DISK_WORDS
from pipelines.memory import MEMORY_VARIABLE, memory_limit

WORK_DATABASE, BUILT_DATABASE = "work.duckdb", "built.duckdb"
SCHEMAS, PUBLIC_SCHEMAS = ("staging", "steps", "changes"), ("core", "marts", "checks", "meta")
MOST_FREE = 0.2
"""The share of the file of published tables that may be room of rows that are no more."""
SQL_FOLDER = Path(__file__).parent / "sql"
_REORDERING = ("join_order", "build_side_probe_side", "common_subplan")
_PLACEHOLDER = re.compile(r"\{([a-z]\w*)(?:\.(\w+))?\}")


_COLUMN_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "VARCHAR[]": pl.List(pl.String()),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "DECIMAL(38,6)": pl.Decimal(38, 6),
    "TIMESTAMP": pl.Datetime("us"),
}
"""The types of what is read row by row."""


class Warehouse:
    """The folder `warehouse/` with its two DuckDB files; in memory, as one, when no folder is given."""

    cells_at_once = 1_500_000_000
    """So many cells are sorted or joined row by row at a time: more would be written to the disk meanwhile, which on a
    small computer has no room for ten times the ledger."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._makes_room: list[str] = []

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Open the databases and create their schemas. Extensions are never fetched: the computer is offline."""
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        database = str(self.folder / WORK_DATABASE) if self.folder else ":memory:"
        offline: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        self._connection = duckdb.connect(database, config=offline)
        usual = self.value("select current_setting('memory_limit')")
        self._makes_room = ["set threads = 1"] if self.folder else []
        if limit := memory_limit(usual, is_temporary=not self.folder):
            self._connection.execute(f"set memory_limit = '{limit}'")
            is_stated = bool(os.environ.get(MEMORY_VARIABLE, "").strip())
            self._makes_room[:0] = [] if is_stated else [f"set memory_limit = '{usual}'"]
        for schema in SCHEMAS:
            self._connection.execute(f"create schema if not exists {schema}")
        if self.folder:
            for schema in PUBLIC_SCHEMAS:  # earlier software had them here
                self._connection.execute(f"drop schema if exists {schema} cascade")
            self._attach(self.folder)
        else:
            self._create_public_schemas("memory")

    def _attach(self, folder: Path) -> None:
        self.connection.execute(f"attach if not exists {_quoted(folder / BUILT_DATABASE)} as built")
        self._create_public_schemas("built")
        places = ",".join(("work.main", *(f"built.{schema}" for schema in PUBLIC_SCHEMAS)))
        self.connection.execute(f"set search_path = '{places}'")

    def _create_public_schemas(self, database: str) -> None:
        for schema in PUBLIC_SCHEMAS:
            self.connection.execute(f"create schema if not exists {database}.{schema}")

    def copy_published(self, target: Path) -> None:
        """Write the published tables into a new database. Raises OSError with the name of that, of which nothing is
        left then.
        """
        if self.folder is None:
            raise RuntimeError("A warehouse in memory has no file to copy.")
        try:
            self._copy_published(self.folder / BUILT_DATABASE, target)
        except BaseException as problem:
            target.unlink(missing_ok=True)
            if isinstance(problem, OSError):  # it may name the file that was read
                raise OSError(problem.errno, problem.strerror, str(target)) from problem
            raise

    def _copy_published(self, built: Path, target: Path) -> None:
        """A copy of the file. Where much of it is room of rows that are no more, the tables are copied instead, and the
        file is replaced by what comes of it.
        """
        self.connection.execute("checkpoint built")
        sizes = "select free_blocks / total_blocks from pragma_database_size() where database_name = 'built'"
        is_loose = self.value(sizes) > MOST_FREE
        if is_loose:
            self.connection.execute(f"attach {_quoted(target)} as snapshot")
            try:
                self.connection.execute("copy from database built to snapshot")
                self.connection.execute("checkpoint snapshot")
            finally:
                self.connection.execute("detach snapshot")
        source, copy = (target, built.with_suffix(".part")) if is_loose else (built, target)
        try:
            # Windows copies no file that is open.
            self.connection.execute("set search_path = 'work.main'")
            self.connection.execute("detach built")
            shutil.copyfile(source, copy)
            if is_loose:
                copy.replace(built)
        finally:
            self._attach(built.parent)

    def close(self) -> None:
        """Close the database; others may open it then."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open connection."""
        if self._connection is None:
            raise RuntimeError("The warehouse is not open.")
        return self._connection

    def execute(self, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Run a statement whose indicator sets are expanded first."""
        self._run(expand(sql), parameters or {})

    @contextmanager
    def joins_as_written(self) -> Iterator[None]:
        """Inside, every join looks its left rows up among its right ones, which it holds. Where the database guesses
        how many rows are left, it may hold the wide ones.
        """
        usual = self.value("select current_setting('disabled_optimizers')")
        self.connection.execute(f"set disabled_optimizers = '{','.join(filter(None, (usual, *_REORDERING)))}'")
        try:
            yield
        finally:
            self.connection.execute(f"set disabled_optimizers = '{usual}'")

    def _run(self, sql: str, parameters: dict[str, Any]) -> None:
        """Run a statement. Where the memory that the database may take does not do for it, it runs once more with as
        much as the computer has, and then by one thread, which needs less: slower, but whole. Both hold until the
        database is closed. What lacks room on the disk is not tried again.
        """
        while True:
            try:
                self.connection.execute(sql, parameters)
            except duckdb.OutOfMemoryException as problem:
                if not self._makes_room or any(words in str(problem) for words in DISK_WORDS):
                    raise
                self.connection.execute(self._makes_room.pop(0))
            else:
                return

    def read(self, sql: str, parameters: dict[str, Any] | None = None) -> pl.DataFrame:
        """The rows of a query."""
        rows = pl.from_arrow(self.connection.sql(expand(sql), params=parameters).to_arrow_table())
        return rows if isinstance(rows, pl.DataFrame) else rows.to_frame()

    def few(self, sql: str) -> pl.DataFrame:
        """The rows of a query that has few, handed over one by one: the library for many takes longer to load."""
        cursor = self.connection.execute(expand(sql))
        columns = cursor.description or []
        rows = cursor.fetchall()
        if any(str(kind) not in _COLUMN_TYPES for _, kind, *_ in columns):
            return self.read(sql)
        return pl.DataFrame(rows, schema={name: _COLUMN_TYPES[str(kind)] for name, kind, *_ in columns}, orient="row")

    def value(self, sql: str, parameters: dict[str, Any] | None = None) -> Any:
        """The first cell of a query, or None. It is asked hundreds of times in a refresh: not by way of a frame."""
        # All rows are fetched, few as they are: a result that is not at its end keeps the connection.
        rows = self.connection.execute(expand(sql), parameters or {}).fetchall()
        return rows[0][0] if rows else None

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Replace `table` by the rows of `frame`."""
        self.drop(table)
        self.connection.register("incoming_frame", _Stream(frame))
        try:
            self.connection.execute(f"create table {table} as {self._ordered(table, 'select * from incoming_frame')}")
        finally:
            self.connection.unregister("incoming_frame")

    def create(self, table: str, sql: str, parameters: dict[str, Any] | None = None) -> int:
        """Replace `table`, or a view of that name, by the rows of a query, in the order in which it is published;
        answers how many there are.
        """
        text = f"create or replace table {table} as\n{expand(self._ordered(table, sql))}"
        try:
            self._run(text, parameters or {})
        except duckdb.CatalogException as problem:
            if "is of type View" not in str(problem):
                raise
            self.drop(table)
            self._run(text, parameters or {})
        return self.count(table)

    def insert(self, table: str, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Add the rows of a query to `table`, by the names of their columns, behind those it has, in their order."""
        self._run(f"insert into {table} by name\n{expand(self._ordered(table, sql))}", parameters or {})

    def _ordered(self, table: str, sql: str) -> str:
        return row_order.ordered(table, sql) if self.folder else sql

    def create_view(self, name: str, sql: str) -> None:
        """Replace the table or view `name` by a query. Its rows are not counted: that may take long."""
        self.drop(name)
        self.connection.execute(f"create view {name} as\n{expand(sql)}")

    def drop(self, table: str) -> None:
        """Remove a table or view, whichever it is."""
        try:
            self.connection.execute(f"drop table if exists {table}")
        except duckdb.CatalogException:  # it is a view
            self.connection.execute(f"drop view if exists {table}")

    def has(self, table: str) -> bool:
        """Whether the table or view exists. Asking for it is ten times as fast as asking the list of all tables."""
        try:
            self.connection.execute(f"select 1 from {table} limit 0").fetchall()
        except duckdb.CatalogException:
            return False
        except duckdb.IOException:
            pass  # a view of files that are gone or lie elsewhere
        return True

    def has_rows(self, table: str) -> bool | None:
        """Whether a table has rows; None where there is no such table."""
        try:
            return self.value(f"select 1 from {table} limit 1") is not None
        except duckdb.CatalogException:
            return None

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.value(f"select count(*) from {table}"))

    def sums(self, table: str) -> tuple[int, int]:
        """How many rows a table or query has, and the sum of the hash of each: the same in whatever order they lie."""
        (sums,) = self.connection.execute(f"select count(*), coalesce(sum(hash(t)), 0) from {table} as t").fetchall()
        return sums

    def run_model(self, name: str) -> int:
        """Rebuild the model `layer.table`; answers its number of rows."""
        from pipelines import models

        return models.run(self, name)

    def models(self, layer: str | None = None) -> tuple[str, ...]:
        """The models, or those of one layer, in the order in which they must run."""
        from pipelines import models

        return tuple(name for name in models.order() if layer is None or name.startswith(f"{layer}."))


class _Stream:
    """A frame as nothing but a stream of its rows: a whole one would be handed over by way of a further library."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def expand(sql: str) -> str:
    """Let every line that names an indicator set stand once for each indicator of the set.

    `{summed}` is the column name, `{summed.unit}` another property of the indicator, `{summed.sum_type}` the type of
    its sums.
    """
    return "\n".join(expanded for line in sql.split("\n") for expanded in _expanded_line(line))


@cache
def sql_text(path: str) -> str:
    """The text of an SQL file, by its path below the folder of SQL files."""
    return (SQL_FOLDER / path).read_text(encoding="utf-8")


def _expanded_line(line: str) -> list[str]:
    found = _PLACEHOLDER.search(line)
    if found is None:
        return [line]
    return [_filled(line, indicator) for indicator in codebooks.indicator_set(found[1])]


def _filled(line: str, indicator: Indicator) -> str:
    return _PLACEHOLDER.sub(lambda match: _property(indicator, match[2] or "column_name"), line)


def _property(indicator: Indicator, name: str) -> str:
    if name == "sum_type":
        return "bigint" if indicator.is_integer else "decimal(38,6)"
    return str(getattr(indicator, name))


def _quoted(file: Path) -> str:
    return "'" + file.resolve().as_posix().replace("'", "''") + "'"
