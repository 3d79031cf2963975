"""Both engines make the same tables of the same ledger, cell by cell, in the order of a release."""

from datetime import date, datetime

import pytest

from pipelines import engines, models, row_order
from pipelines.tree import RESOLVED
from pipelines.warehouse import Warehouse
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, WEST, WEST_TOWN, Ledger, Row, ledger, report
from tests.spark import engine
from tests.sql.test_adjustments import adjust
from tests.sql.test_prices import CHAIN, indices
from tests.sql.test_rates import people, product
from tests.sql.test_revisions import DAYS, with_history

FIRST, SECOND, OTHER = "list 0710.csv", "list 0731.csv", "work report.csv"
COVERED = [(PREFECTURE, date(2023, 1, 1), date(2024, 7, 31))]
MARTS = (
    "marts.annual_losses", "marts.losses_by_day", "marts.loss_composition", "marts.annual_rates", "marts.price_factors",
    "marts.revisions", "marts.changes", "marts.townships_affected", "marts.record_counts",
)  # fmt: skip
"""Those whose SQL differs most; all of them are compared by `python -m bench spark`."""
MADE_OF = ("core.candidates", "core.losses", RESOLVED, "core.version_spans")
TABLES = MARTS + MADE_OF
Table = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def storm(
    day: int, region: str, *, year: int = 2024, at: int = 0, hazard: str = "flood_river", **figures: object
) -> Row:
    """One report of a day in June."""
    told = {"occurred_at": datetime(year, 6, day, 8), "as_of": DAYS[at], "stage": "update", "hazard_key": hazard}
    return report(region, **told | figures)


def small_ledger() -> Ledger:
    """Two exports of one list and a second list: own figures and children's, what is left over, versions, a record that
    comes and one that goes, a repeat held out, an adjustment, prices, people, and figures of eighteen digits."""
    first = [
        storm(3, EAST, affected_population=120, direct_economic_loss="123456789012.123456", deaths=1),
        storm(3, EAST_TOWN, affected_population=70, road_damaged_km="0.000001", affected_township_names="东镇"),
        storm(3, EAST_FARM, affected_population=40, direct_economic_loss="0.10", missing=0),
        storm(3, WEST, direct_economic_loss="3.333333", loss_other="1.111111", affected_township_names="西镇, 无名乡"),
        storm(9, WEST_TOWN, affected_population=5, own_level_fund_arranged="2.5", hazard="hail"),
        storm(12, EAST, year=2023, affected_population=0, deaths=2, direct_economic_loss="7.00"),
        storm(12, EAST_TOWN, year=2023, affected_population=8, regime="2016"),
    ]
    second = [row | {"as_of": DAYS[1], "affected_population": 130} for row in first[:4]]
    second.append(storm(21, WEST, at=1, affected_population=9, crop_affected_ha="1.05"))
    other = [storm(4, EAST, at=1, hazard="flood", affected_population=100, stage="initial")]
    rows_of = {
        "cpi": indices(EAST, CHAIN) + indices(PREFECTURE, {2022: "102", 2023: "100.2", 2024: "100.3"}),
        "population": [people(650_000, 2023), people(651_000, 2024)],
        "gdp": [product("33000000000.55", 2023)],
    }
    made = ledger(
        {FIRST: first, SECOND: second, OTHER: other}, coverage=COVERED, rows_of=rows_of,
        decisions={"adjustments": [adjust("direct_economic_loss", "12.345678", year="2023")]},
        settings={"own_region_code": PREFECTURE},
    )  # fmt: skip
    spans = {path: [(DAYS[at], None, None)] for path, at in ((FIRST, 0), (SECOND, 1), (OTHER, 2))}
    return with_history(made, spans, (SECOND,))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Table], dict[str, Table]]:
    """The tables as DuckDB computes them; and made anew by Spark with two workers, one of which is killed meanwhile."""
    engine.required()
    warehouse = small_ledger().warehouse
    models.build(
        warehouse, [name for name in models.order() if any(name in models.upstream(table) for table in TABLES)]
    )
    by_duckdb = {table: read(warehouse, table) for table in TABLES}
    with pytest.MonkeyPatch.context() as patch:
        engine.configured(patch, tmp_path_factory.mktemp("spark"), "local-cluster[2,1,640]")
        patch.setenv(engines.FOLDER_VARIABLE, str(tmp_path_factory.mktemp("shared")))
        with engines.running(warehouse) as run, engine.one_worker_killed(while_in=RESOLVED) as told:
            for name in (model for model in models.order() if model in TABLES):
                told(name)
                run(warehouse, name)
    return by_duckdb, {table: read(warehouse, table) for table in TABLES}


def read(warehouse: Warehouse, table: str) -> Table:
    """Names and types of the columns, and the rows as a release has them; those of a view in any order."""
    kinds = [row[:2] for row in warehouse.connection.execute(f"describe {table}").fetchall()]
    rows = warehouse.connection.execute(row_order.ordered(table, f"select * from {table}")).fetchall()
    return kinds, sorted(rows, key=repr) if table in models.VIEWS else rows


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_the_same_in_every_cell_though_a_worker_died(
    table: str, both: tuple[dict[str, Table], dict[str, Table]]
) -> None:
    (kinds, rows), (spark_kinds, spark_rows) = (tables[table] for tables in both)
    assert spark_kinds == kinds
    assert spark_rows == rows
    assert rows


def test_the_ledger_holds_what_engines_could_tell_apart() -> None:
    made = small_ledger()
    assert [row["region_code"] for row in made.table("core.losses", where="held_out")] == [EAST]
    assert made.table("core.region_losses", where="region_level = 'unallocated'")
    assert str(made.warehouse.value("select max(direct_economic_loss) from core.losses")) == "123456789012.123456"
