"""Who is expected to report, and who did: nothing sent is no report of zero. Without a list nobody is missing."""

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from pipelines.readers.contract import LEDGER_SCHEMAS
from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    PREFECTURE,
    WEST,
    WEST_TOWN,
    Ledger,
    Row,
    ledger,
    report,
    source_id,
)

LIST = "reference/reporting_units.csv"


def expecting(units: list[Row], sources: Mapping[str, list[Row]], status: Mapping[str, str] | None = None) -> Ledger:
    """A ledger with a list of reporting units among its sources."""
    made = ledger({**sources, LIST: []}, status=status)
    schema = LEDGER_SCHEMAS["reporting_units"] | {"source_id": pl.String()}
    rows = [{"source_locator": str(n), "source_id": source_id(LIST)} | unit for n, unit in enumerate(units, 2)]
    frame = pl.DataFrame([{key: row.get(key) for key in schema} for row in rows], schema=schema, orient="row")
    made.warehouse.write("staging.ledger_reporting_units", frame)
    return made


def unit(region_code: str, **stated: object) -> Row:
    return {"region_code": region_code, "region_name": region_code} | stated


def statuses(made: Ledger) -> list[tuple[object, ...]]:
    rows = made.table("marts.reporting_status")
    return [(row["year"], row["region_code"], row["reports"], row["sources"]) for row in rows]


def test_every_listed_region_has_a_row_in_a_year_in_which_another_of_its_level_reported():
    made = expecting(
        [unit(EAST_TOWN, unit_name="东镇应急办"), unit(EAST_FARM), unit(WEST_TOWN)],
        {"a.xlsx": [report(EAST_TOWN, deaths=0), report(EAST_TOWN, deaths=1, as_of=datetime(2021, 10, 14))],
         "b.xlsx": [report(WEST_TOWN, deaths=0)]},
    )  # fmt: skip
    assert statuses(made) == [(2021, EAST_TOWN, 2, 1), (2021, EAST_FARM, 0, 0), (2021, WEST_TOWN, 1, 1)]
    [row] = made.table("marts.reporting_status", where=f"region_code = '{EAST_TOWN}'")
    assert (row["unit_name"], row["last_as_of"]) == ("东镇应急办", datetime(2021, 10, 14))
    [missing] = made.findings("R071")
    assert (missing["source_file"], missing["source_locator"], missing["region_code"]) == (LIST, "3", EAST_FARM)
    assert (missing["severity"], missing["value"]) == ("warning", "2021")


def test_a_report_on_a_township_is_one_of_its_county():
    made = expecting([unit(EAST), unit(WEST)], {"a.xlsx": [report(EAST_TOWN, deaths=0)]})
    assert statuses(made) == [(2021, EAST, 1, 1), (2021, WEST, 0, 0)]


def test_a_year_without_reports_of_that_level_asks_nobody():
    made = expecting([unit(EAST_TOWN), unit(PREFECTURE)], {"a.xlsx": [report(EAST, deaths=0)]})
    assert statuses(made) == [(2021, PREFECTURE, 1, 1)]
    assert made.findings("R071") == []


def test_a_unit_is_expected_only_while_it_reports():
    made = expecting(
        [unit(EAST), unit(WEST, reports_from=date(2022, 1, 1)), unit(WEST_TOWN, reports_until=date(2020, 12, 31))],
        {"a.xlsx": [report(EAST, deaths=0)]},
    )
    assert statuses(made) == [(2021, EAST, 1, 1)]


def test_a_withdrawn_file_reports_nothing():
    made = expecting(
        [unit(EAST), unit(WEST)],
        {"a.xlsx": [report(EAST, deaths=0)], "b.xlsx": [report(WEST, deaths=0)]},
        {"b.xlsx": "withdrawn"},
    )
    assert statuses(made) == [(2021, EAST, 1, 1), (2021, WEST, 0, 0)]


def test_an_old_code_on_the_list_is_the_region_of_today():
    made = expecting([unit("990111"), unit(WEST)], {"a.xlsx": [report(EAST, deaths=0)]})
    assert statuses(made) == [(2021, EAST, 1, 1), (2021, WEST, 0, 0)]


def test_without_a_list_nobody_is_missing():
    made = ledger({"a.xlsx": [report(EAST, deaths=0)]})
    assert statuses(made) == []
    assert made.findings("R071") == []
