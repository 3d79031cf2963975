"""The reports of the benchmark: of one seed always the same, and of the kinds that bureaus send."""

from decimal import Decimal

import duckdb
import pytest

from bench import reports
from bench.reports import Plan
from pipelines import codebooks
from pipelines.readers.contract import REPORT_SCHEMA

ROWS = 4000


@pytest.fixture(scope="module")
def made() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    reports.make(connection, Plan(ROWS))
    return connection


def test_there_are_as_many_as_asked_for_in_ten_years(made: duckdb.DuckDBPyConnection) -> None:
    counted = made.execute("select count(*), count(distinct year(occurred_at)) from reports").fetchall()
    assert counted == [(ROWS, 10)]
    columns = {column[0] for column in made.execute("describe reports").fetchall()} - {"file"}
    assert columns == set(REPORT_SCHEMA)


def test_one_in_a_hundred_is_broken(made: duckdb.DuckDBPyConnection) -> None:
    parts = {i.column_name: i.parent for i in codebooks.loss_columns() if i.part_kind in ("nested", "subset")}
    broken = " or ".join(f"{part} > {whole}" for part, whole in parts.items())
    found = made.execute(f"select count(*) from reports where {broken}").fetchall()[0][0]
    assert ROWS // 400 <= found <= ROWS // 50


def test_the_same_seed_makes_the_same_reports_and_another_one_others(made: duckdb.DuckDBPyConnection) -> None:
    total = "select sum(direct_economic_loss), sum(hash(reports)::hugeint) from {} as reports"
    reports.make(made, Plan(ROWS), "again")
    reports.make(made, Plan(ROWS, seed=2), "other")
    first, again, other = (made.execute(total.format(name)).fetchall()[0] for name in ("reports", "again", "other"))
    assert first == again != other
    assert first[0] > Decimal(0)
