"""The floor and pandas do the same work on the same files, or the ratios would say nothing."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from bench import files, floor, plain_pandas
from bench.rebuild import Cost, of_runs, table
from bench.reports import Plan

ROWS = 3000


@pytest.fixture(scope="module", params=files.KINDS)
def received(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received") / "raw"
    with duckdb.connect() as connection:
        files.write(connection, Plan(ROWS), folder, request.param)
    return folder


def test_floor_and_pandas_come_to_the_same_sums(received: Path, tmp_path: Path) -> None:
    floor.main(received, tmp_path / "floor.duckdb")
    plain_pandas.main(received, tmp_path / "out")
    with duckdb.connect(str(tmp_path / "floor.duckdb")) as database:
        added = database.execute(
            "select year, hazard_key, sum(events)::bigint, round(sum(direct_economic_loss)::double, 2) "
            "from annual_losses where region_code = '000000' group by all order by all"
        ).fetchall()
    annual = pl.read_csv(tmp_path / "out" / "annual_losses.csv", schema_overrides={"place": pl.String})
    by_pandas = annual.filter(pl.col("digits") == 0).sort("year", "hazard")
    assert added
    assert added == [
        (year, hazard, events, round(loss, 2))
        for year, hazard, events, loss in by_pandas.select("year", "hazard", "events", "direct_economic_loss").rows()
    ]


def test_a_further_file_touches_one_year_and_prefecture_or_all_years(tmp_path: Path) -> None:
    counted = "select count(*), count(distinct year(occurred_at)), count(distinct region_code[:4]) from '{}'"
    found = []
    with duckdb.connect() as connection:
        files.write(connection, Plan(ROWS), tmp_path / "raw", "parquet")
        for where in (files.ONE_PREFECTURE, files.ANYWHERE):
            files.write_further(connection, tmp_path / "further.parquet", "parquet", where)
            found += connection.execute(counted.format(tmp_path / "further.parquet")).fetchall()
    (rows, *one), (rows_of_all, years, _) = found
    assert rows > 0
    assert one == [1, 1]
    assert (rows_of_all, years) == (files.FURTHER, 10)


def test_the_table_says_ratios_of_medians() -> None:
    costs = {name: [Cost(wall, 2 * wall, 10**9) for wall in walls] for name, walls in
             {"floor": (1, 2, 90), "refresh": (3, 3, 3)}.items()}  # fmt: skip
    medians = of_runs(costs)
    assert table(1000, medians, {"refresh": Cost(1.5, 1, 1)}) == [
        "| 1,000 | floor | 2.0 | 4.0 | 1.00 |  | 0.667 |  |",
        "| 1,000 | refresh | 3.0 | 6.0 | 1.00 | 1.5 |  | 2 |",
    ]
