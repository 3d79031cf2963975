"""Annual losses, days and composition: what is counted, once, at every level."""

from datetime import date, datetime
from decimal import Decimal

from pipelines import codebooks
from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    PREFECTURE,
    PROVINCE,
    TIME,
    WEST,
    WEST_TOWN,
    Ledger,
    ledger,
    of_one_disaster,
    report,
)

LIST = [
    report(EAST, deaths=1, affected_population=10, hazard_key="flood_mountain"),
    report(EAST_TOWN, affected_population=4, hazard_key="flood_mountain"),
    report(EAST, deaths=0, affected_population=5, hazard_key="flood", occurred_at=datetime(2021, 7, 1)),
    report(WEST, affected_population=2, hazard_key="drought", occurred_at=datetime(2020, 8, 1)),
]


def year_row(made: Ledger, region_code: str, hazard_key: str = "all", year: int = 2021) -> dict:
    where = f"region_code = '{region_code}' and hazard_key = '{hazard_key}' and year = {year}"
    [row] = made.table("marts.annual_losses", where=where)
    return row


def test_the_columns_after_the_keys_are_exactly_the_summed_indicators():
    columns = list(ledger({"list.csv": LIST}).table("marts.annual_losses")[0])
    keys = ["year", "region_code", "region_level", "hazard_key", "events", "event_records", "townships_affected"]
    assert columns == keys + [i.column_name for i in codebooks.indicator_set("summed")]


def test_disasters_records_and_figures_of_a_year():
    row = year_row(ledger({"list.csv": LIST}), PROVINCE)
    assert (row["events"], row["event_records"], row["deaths"], row["affected_population"]) == (2, 3, 1, 15)


def test_rows_stand_for_all_hazards_each_level_1_and_each_level_2_hazard():
    made = ledger({"list.csv": LIST})
    affected = {
        row["hazard_key"]: row["affected_population"]
        for row in made.table("marts.annual_losses", where=f"region_code = '{PREFECTURE}' and year = 2021")
    }
    assert affected == {"all": 15, "flood": 15, "flood_mountain": 10}
    assert year_row(made, WEST, "drought", 2020)["affected_population"] == 2


def test_one_disaster_over_several_regions_counts_once():
    made = ledger({"one.xlsx": of_one_disaster(report(EAST, deaths=0), report(WEST, deaths=0))})
    assert (year_row(made, PREFECTURE)["events"], year_row(made, PREFECTURE)["event_records"]) == (1, 2)
    assert year_row(made, EAST)["events"] == 1


def test_a_record_without_any_figure_is_not_counted():
    made = ledger({"one.xlsx": of_one_disaster(report(EAST, deaths=0), report(WEST))})
    assert year_row(made, PREFECTURE)["event_records"] == 1
    assert year_row(made, WEST)["events"] == 0


def test_townships_are_distinct_over_the_year_and_zero_is_not_hit():
    later = {"occurred_at": datetime(2021, 11, 1)}
    rows = [
        report(EAST_TOWN, deaths=1),
        report(EAST_TOWN, deaths=1, **later),
        report(EAST_FARM, deaths=0),
        report(WEST_TOWN, injured=2),
    ]
    made = ledger({"list.csv": rows})
    assert [year_row(made, code)["townships_affected"] for code in (EAST_TOWN, EAST, PROVINCE)] == [1, 1, 2]
    assert year_row(made, EAST_FARM)["townships_affected"] == 0


def test_townships_that_a_county_names_are_counted_under_it():
    made = ledger(
        {"list.csv": [report(EAST, deaths=1, affected_township_names="东镇,东乡,新镇"), report(EAST_TOWN, deaths=1)]}
    )
    assert year_row(made, EAST)["townships_affected"] == 3


def test_nothing_known_of_townships_is_not_zero():
    assert year_row(ledger({"list.csv": [report(EAST, deaths=1)]}), PROVINCE)["townships_affected"] is None


def test_the_rest_has_figures_but_no_disasters_of_its_own():
    row = year_row(ledger({"list.csv": LIST}), "990101-rest")
    assert (row["region_level"], row["events"], row["event_records"], row["affected_population"]) == (
        "unallocated",
        None,
        None,
        11,
    )


def test_sums_of_money_are_exact():
    rows = [report(EAST, direct_economic_loss="0.1", occurred_at=datetime(2021, 1, day)) for day in range(1, 31)]
    assert year_row(ledger({"list.csv": rows}), EAST)["direct_economic_loss"] == Decimal("3.0")


def test_days_hold_regions_from_county_up_and_level_1_hazards():
    made = ledger({"list.csv": LIST})
    days = made.table("marts.losses_by_day", where=f"region_code = '{EAST}'")
    assert [(d["date"], d["hazard_key"], d["affected_population"], d["events"]) for d in days] == [
        (date(2021, 7, 1), "flood", 5, 1),
        (date(2021, 10, 3), "flood", 10, 1),
    ]
    levels = {row["region_level"] for row in made.table("marts.losses_by_day", "region_level")}
    assert levels == {"province", "prefecture", "county"}


def test_a_disaster_without_a_date_has_a_year_but_no_day():
    made = ledger({"list.csv": [report(EAST, deaths=1, occurred_at=None, year_hint=2019)]})
    [row] = made.table("marts.losses_by_day", where=f"region_code = '{EAST}'")
    assert (row["date"], row["year"], row["deaths"]) == (None, 2019, 1)


def test_composition_gives_each_category_its_share_of_the_total_and_the_difference():
    parts = {"loss_housing_household": "10", "loss_agriculture": "20.5", "loss_infrastructure": "0"}
    made = ledger({"list.csv": [report(EAST, direct_economic_loss="30", **parts)]})
    rows = made.table("marts.loss_composition", where=f"region_code = '{EAST}' and hazard_key = 'all'")
    assert [(row["category"], row["value"], row["share_pct"]) for row in rows] == [
        ("loss_housing_household", Decimal(10), Decimal("33.333333")),
        ("loss_agriculture", Decimal("20.5"), Decimal("68.333333")),
        ("loss_infrastructure", Decimal(0), Decimal(0)),
    ]
    assert {row["parts_minus_total"] for row in rows} == {Decimal("0.5")}


def test_composition_without_a_total_has_no_share():
    made = ledger({"list.csv": [report(EAST, loss_agriculture="20.5")]})
    [row] = made.table("marts.loss_composition", where=f"region_code = '{EAST}' and hazard_key = 'all'")
    assert (row["share_pct"], row["parts_minus_total"]) == (None, None)


def test_two_builds_of_the_same_sources_in_either_order_are_equal():
    files = {
        "list.csv": LIST,
        "one.xlsx": of_one_disaster(report(EAST, deaths=3, occurred_at=TIME), report(WEST, deaths=1)),
    }
    forward, backward = ledger(files), ledger(dict(reversed(files.items())))
    for table in (
        "core.losses",
        "core.events",
        "core.regions",
        "core.candidates",
        "marts.annual_losses",
        "marts.losses_by_day",
    ):
        assert forward.table(table) == backward.table(table), table
    for table in ("marts.year_on_year", "marts.loss_composition", "checks.findings", "meta.settings"):
        assert forward.table(table) == backward.table(table), table


def test_a_ledger_without_any_report_has_all_its_tables_empty():
    made = ledger({})
    empty = ("core.losses", "core.region_losses", "core.regions", "marts.annual_losses", "checks.findings")
    for table in (*empty, "marts.losses_by_day", "marts.year_on_year", "marts.loss_composition"):
        assert made.table(table) == [], table
    assert made.table("meta.settings")[0]["own_region_code"] is None
