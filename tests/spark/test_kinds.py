"""Types of columns in DuckDB, in Parquet and in Spark."""

import duckdb
import pytest

from pipelines.spark.kinds import Column, columns, spark_kind


@pytest.mark.parametrize(
    ("kind", "spark"),
    [
        ("BIGINT", "bigint"),
        ("HUGEINT", "decimal(38,0)"),
        ("DECIMAL(38,6)", "decimal(38,6)"),
        ("TIMESTAMP", "timestamp_ntz"),
        ("VARCHAR[]", "array<string>"),
        (
            'STRUCT("indicator" VARCHAR, "value" DECIMAL(38,6), months INTEGER[])',
            "struct<`indicator`: string, `value`: decimal(38,6), `months`: array<int>>",
        ),
    ],
)
def test_a_type_has_one_counterpart(kind: str, spark: str) -> None:
    assert spark_kind(kind) == spark


def test_a_column_of_nothing_but_null_gets_the_type_that_a_table_would_give_it() -> None:
    [column] = columns(duckdb.sql("describe select null as nothing").fetchall())
    assert (column.in_duckdb, column.in_spark) == ("INTEGER", "int")


@pytest.mark.parametrize("value", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_an_unsigned_number_comes_back_as_it_was(value: int) -> None:
    column = Column("h", "UBIGINT")
    [row] = duckdb.sql(
        f"select {column.loaded()} from (select {column.stored()} from (select {value}::ubigint as h))"
    ).fetchall()
    assert row == (value,)


def test_a_whole_number_of_128_bits_is_not_written_as_a_float() -> None:
    column = Column("n", "HUGEINT")
    [row] = duckdb.sql(
        f"select typeof(n), n from (select {column.stored()} from (select 10::hugeint ** 30 + 1 as n))"
    ).fetchall()
    assert str(row[0]) == "DECIMAL(38,0)"
