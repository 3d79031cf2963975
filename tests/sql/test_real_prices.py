"""Real reports in comparable prices and as rates: prices and people of the country by the World Bank, where at hand.

Its column CPI is a yearly rate of change, so 100 + rate is the index, to the six places that a ledger keeps. Its GDP is
in dollars of the year and stands in for nothing here: no denominator. Nobody gives the population of a province.
"""

import csv
import gzip
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from pipelines import readers, sample, staging_inputs
from pipelines.readers.contract import LEDGER_SCHEMAS, READING_TABLES
from pipelines.warehouse import Warehouse
from tests.conftest import ROOT
from tests.scenario import Ledger, Row
from tests.sql.test_real_files import DATA, FILES, read_in

COUNTRY, SHAANXI, TENGCHONG = "000000", "610000", "530581"
SUMMARY = ROOT / "raw/period_figures/公开工作总结/腾冲市应急管理局_2023年工作总结.csv"
PUBLISHED = Path(sample.__file__).with_name("published_figures.csv")
SIXTH = Decimal("0.000001")


def world_bank(received_file: Callable[[str], Path], name: str) -> dict[int, str]:
    """One series of China by year, as written."""
    with gzip.open(received_file(f"macro_series/{name}.csv.gz"), "rt", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    return {int(row[2]): row[3] for row in rows if row[1] == "CHN"}


@pytest.fixture(scope="module")
def indices() -> dict[int, Decimal]:
    """The country's price index by year, the year before being 100."""
    folder = DATA.parent

    def at_hand(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"no {name} below LOSS_LEDGER_TEST_DATA")
        return folder / name

    rates = world_bank(at_hand, "cpi")
    return {year: (100 + Decimal(rate)).quantize(SIXTH) for year, rate in rates.items() if year > 2014}


def put(made: Ledger, name: str, rows: list[Row]) -> None:
    """Rows of a reference ledger, as one more source."""
    schema = LEDGER_SCHEMAS[name] | {"source_id": pl.String()}
    told = [{"source_id": "wb", "source_locator": str(n)} | row for n, row in enumerate(rows, 2)]
    frame = pl.DataFrame([{column: row.get(column) for column in schema} for row in told], schema=schema)
    made.warehouse.write(f"staging.ledger_{name}", frame)
    sources = made.warehouse.read("select * from staging.sources")
    made.warehouse.write("staging.sources", sources.vstack(source("wb", "wb.csv", sources.schema)))


def source(name: str, path: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """One active source."""
    told = {"source_id": name, "path": path, "status": "active"}
    return pl.DataFrame([{column: told.get(column) for column in schema}], schema=schema)


@pytest.fixture(scope="module")
def reports(indices: dict[int, Decimal]) -> Iterator[Ledger]:
    if len(FILES) < 2:
        pytest.skip("the real exports are not at hand (LOSS_LEDGER_TEST_DATA)")
    made = read_in(FILES)
    put(made, "cpi", [{"region_code": COUNTRY, "year": year, "cpi": cpi} for year, cpi in indices.items()])
    yield made
    made.warehouse.close()


def test_a_loss_of_2021_stands_in_prices_of_the_last_index(reports: Ledger, indices: dict[int, Decimal]):
    factor = Fraction(1)
    for year in range(2022, max(indices) + 1):
        factor *= Fraction(indices[year]) / 100
    [row] = reports.table("marts.price_factors", where=f"region_code = '{SHAANXI}' and year = 2021")
    assert (row["base_year"], row["cpi_region_code"], row["cpi_region_name"]) == (2024, COUNTRY, "全国")
    assert abs(Fraction(row["factor"]) - factor) < Fraction(1, 10**15)
    assert row["note"] == "cpi_of_region_above"
    [view] = reports.table(
        "marts.year_on_year_views",
        where=f"region_code = '{SHAANXI}' and year = 2021 and period_kind = 'year' and hazard_key = 'all' "
        "and indicator = 'direct_economic_loss' and wanted_basis = 'best'",
    )
    # 355,734.78 in 2021; prices rose by 1.97, 0.23 and 0.22 per cent in the three years after it.
    assert abs(Fraction(view["value"]) - Fraction("355734.78") * factor) < Fraction(1, 10**6)
    assert Decimal(364000) < view["value"] < Decimal(365000)
    assert (view["price"], view["price_base_year"]) == ("comparable", 2024)


def test_nobody_gives_people_of_a_province_so_there_is_no_rate(reports: Ledger):
    rates = reports.table(
        "marts.annual_rates", where=f"region_code = '{SHAANXI}' and year = 2021 and hazard_key = 'all'"
    )
    assert {row["rate"]: (row["value"], row["note"].split()[0]) for row in rates} == dict.fromkeys(
        ("deaths_missing_per_100k", "affected_per_100k", "relocated_per_100k", "loss_to_gdp"), (None, "no_denominator")
    )
    assert {row["numerator"] for row in rates if row["rate"] == "affected_per_100k"} == {742614}


def published(file: Path, path: str) -> Ledger:
    """A ledger of one file of period figures."""
    reading = readers.read(file, name=path)
    warehouse = Warehouse()
    warehouse.open()
    staging_inputs.load_codebooks(warehouse)
    for table in READING_TABLES:
        warehouse.write(f"staging.{table}", getattr(reading, table).with_columns(source_id=pl.lit("x")))
    warehouse.write("staging.sources", source("x", path, staging_inputs.SOURCE_SCHEMA))
    staging_inputs.add_missing_tables(warehouse)
    return Ledger(warehouse)


def test_the_countrys_rates_of_2023(received_file: Callable[[str], Path]):
    people = world_bank(received_file, "population")
    made = published(PUBLISHED, "period_figures/published.csv")
    row = {"region_code": COUNTRY, "year": 2023, "kind": "unstated", "population": int(people[2023])}
    put(made, "population", [row | {"publication": "World Bank"}])
    rates = {
        row["rate"]: row
        for row in made.table(
            "marts.annual_rates", where="region_code = '000000' and year = 2023 and hazard_key = 'all'"
        )
    }
    dead, hit = rates["deaths_missing_per_100k"], rates["affected_per_100k"]
    assert (dead["numerator"], dead["denominator_value"], dead["value"]) == (691, 1410710000, Decimal("0.048982"))
    assert (hit["value"], hit["note"]) == (Decimal("6765.671186"), "approximate")
    assert (hit["denominator_kind"], hit["publication"], hit["basis"]) == ("unstated", "World Bank", "reported_annual")
    assert rates["loss_to_gdp"]["note"] == "no_denominator approximate"


def test_tengchong_2023_has_its_figures_and_no_denominator():
    made = published(SUMMARY, "period_figures/腾冲市.csv")
    rates = {
        row["rate"]: row
        for row in made.table(
            "marts.annual_rates", where=f"region_code = '{TENGCHONG}' and year = 2023 and hazard_key = 'all'"
        )
    }
    loss, hit = rates["loss_to_gdp"], rates["affected_per_100k"]
    assert (loss["numerator"], loss["value"], loss["note"]) == (Decimal("4634.2"), None, "no_denominator")
    assert (hit["numerator"], hit["note"]) == (71000, "no_denominator approximate")
    assert made.table("marts.price_factors") == []
