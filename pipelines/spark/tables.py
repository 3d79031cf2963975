"""A work database whose models Spark computes: each lies as Parquet in the shared folder, DuckDB looks at it there."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlglot import exp

from pipelines.spark import dialect
from pipelines.spark.kinds import Column, columns
from pipelines.warehouse import Warehouse, expand

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TEMPORARY = "temp"
_AS = re.compile(r"\bas\b")


class SparkTables(Warehouse):
    """The work database as the models and their drivers see it, statements run by Spark.

    What Spark needs of DuckDB's tables is written to the shared folder once; what it makes stays there for the next
    model and is a view in DuckDB until `keep` copies it.
    """

    cells_at_once = sys.maxsize
    """A cluster parts its work itself."""

    def __init__(self, work: Warehouse, spark: "SparkSession", shared: Path) -> None:
        super().__init__(work.folder)
        self._connection, self._makes_room = work.connection, work._makes_room
        self._spark = spark
        self._shared = shared
        self._written = 0
        self._parts: dict[str, list[Path]] = {}
        self._columns: dict[str, tuple[Column, ...]] = {}

    def create(self, table: str, sql: str, parameters: dict[str, Any] | None = None) -> int:
        """Replace `table` by the rows of a query that Spark answers."""
        text = expand(sql)
        made = self._described(text, parameters)
        part = self._write(self._answer(dialect.parsed(text), parameters), made)
        self.drop(table)
        self._columns[table], self._parts[table] = made, [part]
        self._show(table)
        return self.count(table)

    def insert(self, table: str, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Add the rows of a query to `table`, by the names of their columns."""
        self.execute(f"insert into {table} by name\n{sql}", parameters)

    def create_view(self, name: str, sql: str) -> None:
        """Replace `name` by a query that both engines ask anew."""
        super().create_view(name, sql)
        self._answer(dialect.parsed(expand(sql)), None).createOrReplaceTempView(dialect.view_name(name))
        self._parts[name] = []

    def execute(self, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Run a statement of a driver: a table made anew, or rows added to one."""
        statement = dialect.parsed(expand(sql))
        if isinstance(statement, exp.Create) and statement.expression is not None:
            self.create(_named(statement.this), _AS.split(sql, maxsplit=1)[1], parameters)
        elif isinstance(statement, exp.Insert):
            table = _named(statement.this)
            by_name = bool(statement.args.get("by_name"))
            answer = self._answer(statement.expression, parameters)
            self._parts[table].append(self._write(answer, self._columns[table], by_name=by_name))
            self._show(table)
        else:
            self._execute_in_duckdb(_named(statement.this), sql, parameters)

    def read(self, sql: str, parameters: dict[str, Any] | None = None) -> pl.DataFrame:
        """The rows of a query that Spark answers, in its order."""
        text = expand(sql)
        made = self._described(text, parameters)
        part = self._write(self._answer(dialect.parsed(text), parameters), made)
        return super().read(_select(made, [part]))

    def few(self, sql: str) -> pl.DataFrame:
        """The rows of a query that has few, in the order in which Spark answers it."""
        return self.read(sql)

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Replace `table` by the rows of `frame`, in DuckDB."""
        self.forget(table)
        super().write(table, frame)

    def drop(self, table: str) -> None:
        """Remove a table or view, whichever it is; its files go with the folder."""
        self.forget(table)
        super().drop(table)

    def forget(self, table: str) -> None:
        """DuckDB made this table anew: what Spark knows of it holds no longer."""
        self._parts.pop(table, None)
        self._columns.pop(table, None)

    def keep(self, table: str) -> None:
        """Copy what Spark made into the work database, in the order in which it is published."""
        if not self._parts.get(table):
            return  # a view on another table, or made by DuckDB
        query = _select(self._columns[table], self._parts[table])
        super().drop(table)
        super().create(table, query)

    def let_go(self) -> None:
        """Drop what DuckDB only looks at: the folder will be gone."""
        for table in tuple(self._columns):
            if not self._is_table(table):
                self.drop(table)

    def _execute_in_duckdb(self, table: str, sql: str, parameters: dict[str, Any] | None) -> None:
        """A statement without a query, such as one that changes a column: the table is DuckDB's from here on."""
        if table in self._columns:
            self.keep(table)
        self.forget(table)
        super().execute(sql, parameters)

    def _is_table(self, table: str) -> bool:
        layer, name = table.split(".")
        told = {"layer": layer, "name": name}
        return bool(
            self.value("select count(*) from duckdb_tables() where schema_name = $layer and table_name = $name", told)
        )

    def _answer(self, query: exp.Expression, parameters: dict[str, Any] | None) -> "DataFrame":
        for table in dialect.tables_read(query):
            if table not in self._parts:
                self._lend(table)
        return self._spark.sql(dialect.to_spark(query), args=parameters or {})

    def _lend(self, table: str) -> None:
        """Write one of DuckDB's tables where Spark can read it."""
        held = columns(self.connection.execute(f"describe {table}").fetchall())
        part = self._next()
        part.mkdir(parents=True)
        stored = ", ".join(column.stored() for column in held)
        self.connection.execute(f"copy (select {stored} from {table}) to '{_path(part)}/rows.parquet' (format parquet)")
        self._parts[table] = [part]
        self._look_at(table, held)

    def _write(self, answer: "DataFrame", made: Sequence[Column], *, by_name: bool = False) -> Path:
        """Compute the answer into a folder of its own, each column of the type that DuckDB gives it."""
        part = self._next()
        named = answer if by_name else answer.toDF(*(column.name for column in made))
        there = set(named.columns)
        told = (column for column in made if column.name in there)
        chosen = {column.name: f"cast(`{column.name}` as {column.in_spark}) as `{column.name}`" for column in told}
        missing = {c.name: f"cast(null as {c.in_spark}) as `{c.name}`" for c in made if c.name not in there}
        named.selectExpr(*((chosen | missing)[column.name] for column in made)).write.parquet(str(part))
        return part

    def _described(self, text: str, parameters: dict[str, Any] | None) -> tuple[Column, ...]:
        """The columns that DuckDB gives a query, without running it."""
        for name, value in (parameters or {}).items():
            text = text.replace(f"${name}", str(int(value)))
        return columns(self.connection.execute(f"describe {text}").fetchall())

    def _show(self, table: str) -> None:
        """Let both engines see all rows of a table."""
        layer, name = table.split(".")
        kind, shown = ("temp view", name) if layer == TEMPORARY else ("view", table)
        self.connection.execute(
            f"create or replace {kind} {shown} as {_select(self._columns[table], self._parts[table])}"
        )
        self._look_at(table, self._columns[table])

    def _look_at(self, table: str, held: Sequence[Column]) -> None:
        files = (str(part) for part in self._parts[table])
        schema = ", ".join(f"`{column.name}` {column.in_spark}" for column in held)
        self._spark.read.schema(schema).parquet(*files).createOrReplaceTempView(dialect.view_name(table))

    def _next(self) -> Path:
        self._written += 1
        return self._shared / f"{self._written:05}"


def _select(made: Sequence[Column], parts: Sequence[Path]) -> str:
    """DuckDB's query for rows in Parquet, in the order of parts and files."""
    files = ", ".join(f"'{_path(file)}'" for part in parts for file in sorted(part.glob("*.parquet")))
    return f"select {', '.join(column.loaded() for column in made)} from read_parquet([{files}])"


def _named(table: exp.Expression) -> str:
    found = table.find(exp.Table)
    if found is None:
        raise dialect.UntranslatableError("a statement without a table")
    return f"{found.db}.{found.name}"


def _path(path: Path) -> str:
    return path.as_posix().replace("'", "''")
