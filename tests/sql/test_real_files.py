"""The real provincial exports: figures somebody knows by heart. Skipped where the files are not at hand."""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines import models, readers, row_order, staging_inputs
from pipelines.readers.contract import READING_TABLES
from pipelines.warehouse import Warehouse
from tests.scenario import Ledger
from tests.sql.test_tree import assert_adds_up

DATA = Path(os.environ.get("LOSS_LEDGER_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "china_reports"
FILES = sorted(DATA.glob("*.xlsx"))

pytestmark = pytest.mark.skipif(len(FILES) < 2, reason="the real exports are not at hand (LOSS_LEDGER_TEST_DATA)")


def read_in(files: list[Path]) -> Ledger:
    """A ledger of the files, in this order of receipt."""
    readings = [(file.name[:2], readers.read(file, name=f"disaster_reports/{file.name}")) for file in files]
    warehouse = Warehouse()
    warehouse.open()
    staging_inputs.load_codebooks(warehouse)
    for table in READING_TABLES:
        frames = [getattr(reading, table).with_columns(source_id=pl.lit(source)) for source, reading in readings]
        warehouse.write(f"staging.{table}", pl.concat(frames))
    sources = [
        {"source_id": source, "path": file.name, "reader": reading.reader, "status": "active"}
        for file, (source, reading) in zip(files, readings, strict=True)
    ]
    shaped = [{column: row.get(column) for column in staging_inputs.SOURCE_SCHEMA} for row in sources]
    warehouse.write("staging.sources", pl.DataFrame(shaped, schema=staging_inputs.SOURCE_SCHEMA))
    staging_inputs.add_missing_tables(warehouse)
    return Ledger(warehouse)


@pytest.fixture(scope="module")
def both() -> Iterator[Ledger]:
    made = read_in(FILES)
    yield made
    made.warehouse.close()


def figure(made: Ledger, region_code: str, column: str) -> object:
    return made.cell(
        "marts.annual_losses", column, f"region_code = '{region_code}' and hazard_key = 'all' and year = 2021"
    )


@pytest.mark.parametrize(
    ("region_code", "column", "value"),
    [
        ("610000", "affected_population", 742614),
        ("610000", "direct_economic_loss", Decimal("355734.78")),
        ("610000", "road_damaged_km", Decimal("611.92")),
        ("610000", "own_level_fund_arranged", Decimal(122)),
        ("610000", "own_level_fund_spent", Decimal(290)),
        ("610116", "affected_population", 744),
        ("610302", "affected_population", 4326),
        ("140000", "direct_economic_loss", Decimal("2105621.39")),
        ("140000", "affected_population", 7607977),
        ("140000", "deaths", 50),
        ("140000", "missing", 10),
        ("140000", "crop_failed_ha", Decimal("162644.93")),
        ("140000", "collapsed_rooms", 49251),
        ("140000", "loss_housing_household", Decimal("182374.12")),
        ("000000", "affected_population", 742614 + 7607977),
    ],
)
def test_a_known_total(both: Ledger, region_code: str, column: str, value: object):
    assert figure(both, region_code, column) == value


def test_zones_are_placed_by_the_evidence_or_stand_alone(both: Ledger):
    hosts = {row["zone_code"]: (row["host_code"], row["how"]) for row in both.table("core.zone_hosts")}
    assert hosts == {
        "610128": ("610116", "evidence"),
        "610291": ("610204", "evidence"),
        "610391": ("610302", "evidence"),
        "619081": (None, "alone"),
    }
    assert {row["region_code"] for row in both.findings("R074")} == {"610128", "610291", "610391"}
    assert {row["region_code"] for row in both.findings("R075")} == {"619081"}


def test_every_drill_down_adds_up(both: Ledger):
    assert_adds_up(both)


def test_old_codes_roll_up_to_the_units_of_today(both: Ledger):
    rolled = both.table(
        "core.losses", "region_code", "current_code", where="region_code <> current_code and length(region_code) = 6"
    )
    assert {row["region_code"]: row["current_code"] for row in rolled} == {
        "610125": "610118",
        "610322": "610305",
        "610427": "610482",
        "610521": "610503",
        "610623": "610681",
        "610624": "610603",
        "610721": "610703",
    }
    in_marts = {row["region_code"][:6] for row in both.table("marts.annual_losses", "region_code")}
    assert not in_marts & {row["region_code"] for row in rolled}


def test_the_counties_whose_parts_do_not_make_the_whole_are_found(both: Ledger):
    assert {row["region_code"] for row in both.findings("R050", "R052")} == {
        "140521",
        "140522",
        "140881",
        "140928",
        "141127",
    }


def test_the_order_of_receipt_changes_nothing(both: Ledger):
    other = read_in(FILES[::-1])
    for name in models.order():
        if name.split(".")[0] not in {"core", "marts", "checks", "meta"} or name in UNORDERED:
            continue
        first, second = both.table(name), other.table(name)
        if name in row_order.sort_keys().keys() | models.VIEWS:  # ordered when it, or what it shows, is published
            first, second = (sorted(rows, key=repr) for rows in (first, second))
        assert first == second, name
    other.warehouse.close()


UNORDERED = {"core.report_versions", "core.region_losses"}
"""Tables too large to sort on every refresh; whoever shows or exports their rows orders them."""
