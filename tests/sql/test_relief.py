"""Relief money: one stage per total, only money from outside, own figures before those of children."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    PREFECTURE,
    PROVINCE,
    WEST,
    WEST_TOWN,
    ZONE,
    ZONE_TOWN,
    Ledger,
    Row,
    ledger,
    report,
)

WAN = 10_000


def fund(region: str, stage: str = "received", wan: str = "1", **stated: Any) -> Row:
    """One payment: central emergency money of 2023 unless it says otherwise; the amount in 万元."""
    told: Row = {
        "region_code": region, "region_name": region, "stage": stage, "payer_level": "central", "purpose": "emergency",
        "year": 2023, "amount": Decimal(wan) * WAN,
    }  # fmt: skip
    return told | stated


def made_of(*rows: Row, **more: Any) -> Ledger:
    return ledger({}, rows_of={"relief_funds": rows}, **more)


def amounts(made: Ledger, table: str = "marts.relief_totals", stage: str = "received") -> dict[str, Decimal]:
    rows = made.table(table, "region_code", "amount", where=f"stage = '{stage}'")
    assert len({row["region_code"] for row in rows}) == len(rows)
    return {row["region_code"]: row["amount"] for row in rows}


def test_what_a_prefecture_received_is_its_own_figure_and_not_that_of_its_counties_too():
    made = made_of(fund(PREFECTURE, wan="100"), fund(EAST, wan="40"), fund(WEST, wan="20"))
    assert amounts(made) == {PROVINCE: 100, PREFECTURE: 100, EAST: 40, WEST: 20}


def test_a_region_without_rows_of_its_own_shows_the_sum_of_its_children_whatever_the_depth():
    made = made_of(fund(EAST_TOWN, "paid", "3"), fund(EAST_FARM, "paid", "4"), fund(WEST, "paid", "5"))
    assert amounts(made, stage="paid") == {PROVINCE: 12, PREFECTURE: 12, EAST: 7, WEST: 5, EAST_TOWN: 3, EAST_FARM: 4}


def test_money_of_the_counties_own_level_shows_at_the_prefecture_as_their_sum():
    made = made_of(
        fund(PREFECTURE, wan="100"), fund(EAST, wan="60"),
        fund(EAST, wan="5", payer_level="county"), fund(WEST, wan="6", payer_level="county"),
    )  # fmt: skip
    rows = made.table("marts.relief_funds", "payer_level", "amount", where=f"region_code = '{PREFECTURE}'")
    assert {row["payer_level"]: row["amount"] for row in rows} == {"central": 100, "county": 11}
    assert amounts(made)[PREFECTURE] == 111


@pytest.mark.parametrize("word", ["unknown", "all_levels", "central_provincial", None])
def test_money_that_may_be_the_same_is_not_added_to_that_of_the_region_above(word):
    made = made_of(fund(EAST, "paid", "100"), fund(EAST_TOWN, "paid", "60", payer_level=word, purpose=None))
    assert amounts(made, stage="paid")[EAST] == 100
    assert amounts(made, stage="paid")[EAST_TOWN] == 60


def test_a_zone_adds_up_in_its_host():
    zones = [{"zone_code": ZONE, "zone_name": "开发区", "host_code": EAST, "valid_from": "", "valid_to": ""}]
    made = made_of(fund(ZONE_TOWN, "paid", "3"), fund(EAST_TOWN, "paid", "4"), zones=zones)
    found = amounts(made, stage="paid")
    assert (found[ZONE], found[EAST], found[PREFECTURE]) == (3, 7, 7)


def test_each_measure_is_resolved_on_its_own():
    made = made_of(
        fund(EAST, "paid", "10"),
        fund(EAST_TOWN, "paid", "4", person_times=20),
        fund(EAST_FARM, "paid", "5", person_times=30),
    )
    [row] = made.table("marts.relief_totals", where=f"region_code = '{EAST}'")
    assert (row["amount"], row["person_times"], row["mean_per_person_time"]) == (10, 50, None)
    assert row["note"] == "person_times_partial nothing_received"


def test_what_is_passed_down_enters_the_total_of_who_passed_it_down():
    made = made_of(
        fund(PREFECTURE, wan="100"), fund(EAST, "passed_down", "60"), fund(WEST, "passed_down", "30"),
        fund(EAST_TOWN, "passed_down", "25", source="east.csv"), fund(EAST, "received", "60", source="east.csv"),
        settings={"own_region_code": PREFECTURE},
    )  # fmt: skip
    assert amounts(made, stage="passed_down") == {PROVINCE: 90, PREFECTURE: 90, EAST: 25}
    own = made_of(fund(PREFECTURE, "passed_down", "90"), settings={"own_region_code": PREFECTURE})
    assert amounts(own, stage="passed_down") == {PROVINCE: 90, PREFECTURE: 90}
    alone = made_of(fund(EAST, "passed_down", "90"), settings={"own_region_code": PREFECTURE})
    assert amounts(alone, stage="passed_down")[EAST] == 90


def test_stages_stand_apart_and_the_share_paid_stands_with_what_was_paid():
    made = made_of(
        fund(EAST, wan="30"), fund(EAST, "passed_down", "25"), fund(EAST, "paid", "20", households=40, person_times=70)
    )
    rows = {row["stage"]: row for row in made.table("marts.relief_totals", where=f"region_code = '{EAST}'")}
    assert {stage: row["amount"] for stage, row in rows.items()} == {"received": 30, "passed_down": 25, "paid": 20}
    assert rows["paid"]["paid_pct"] == Decimal("66.666666")
    assert rows["received"]["paid_pct"] is None
    assert rows["paid"]["mean_per_person_time"] == Decimal("2857.142857")
    assert (rows["paid"]["households"], rows["received"]["households"]) == (40, None)


def test_nothing_known_is_not_zero():
    made = made_of(fund(EAST, "paid", "0", households=0))
    [row] = made.table("marts.relief_totals", where=f"region_code = '{EAST}'")
    assert (row["amount"], row["households"], row["person_times"], row["mean_per_person_time"]) == (0, 0, None, None)


def test_ledgers_alone_have_a_cut_off_and_a_region_of_their_own():
    made = made_of(
        fund(EAST_TOWN, "paid", "3", year=None, dated_on=date(2023, 7, 3)), fund(WEST_TOWN, "paid", "3", year=2022)
    )
    [settings] = made.table("meta.settings")
    assert (settings["data_through"], settings["latest_year"]) == (date(2023, 7, 3), 2023)
    assert (settings["own_region_code"], settings["own_region_name"]) == (PREFECTURE, "示例市")
    assert made.table("marts.annual_losses") == []
    assert {row["level"] for row in made.table("core.regions")} == {"province", "prefecture", "county", "township"}


def test_ledgers_move_no_cut_off_where_there_are_reports():
    rows = [report(EAST, occurred_at=datetime(2021, 7, 1), as_of=datetime(2021, 7, 12), deaths=0)]
    made = ledger({"a.csv": rows}, rows_of={"relief_funds": [fund(WEST, year=None, dated_on=date(2023, 7, 3))]})
    [settings] = made.table("meta.settings")
    assert (settings["data_through"], settings["own_region_code"]) == (date(2021, 7, 12), EAST)
    assert made.table("marts.relief_batches", "days_since") == [{"days_since": 0}]


def test_without_ledgers_their_tables_are_empty():
    made = ledger({"a.csv": [report(EAST, deaths=0)]})
    for name in ("relief_funds", "relief_totals", "relief_batches", "winter_spring", "house_insurance", "rebuilding"):
        assert made.table(f"marts.{name}") == []


def test_rows_of_withdrawn_files_are_out_and_names_of_unknown_places_are_kept():
    made = made_of(
        fund(EAST, wan="5"), fund(WEST, wan="6", source="old.csv"), fund("990109", wan="1", region_name="新县"),
        status={"old.csv": "withdrawn"},
    )  # fmt: skip
    assert amounts(made) == {PROVINCE: 6, PREFECTURE: 6, EAST: 5, "990109": 1}
    assert made.cell("core.regions", "name_zh", "region_code = '990109'") == "新县"


def test_old_codes_roll_to_the_unit_of_today():
    assert amounts(made_of(fund("990111", wan="5"))) == {EAST: 5, PREFECTURE: 5, PROVINCE: 5}


def test_reference_tables_add_no_region_to_those_reported_on():
    made = ledger({}, rows_of={
        "relief_funds": [fund(EAST)],
        "population": [{"region_code": "980101", "year": 2023, "population": 1000}],
    })  # fmt: skip
    assert "980101" not in {row["region_code"] for row in made.table("core.regions")}
    assert made.cell("core.population", "current_code", "year = 2023") == "980101"


def test_rounded_figures_mark_what_they_are_part_of():
    states = [{"source_locator": "台账!2", "indicator": "person_times", "state": "approximate", "as_written": "约300"}]
    made = made_of(fund(EAST_TOWN, "paid", "3", person_times=300), fund(WEST, "paid", "4"), figure_states=states)
    rows = made.table("marts.relief_totals", "region_code", "is_approximate")
    assert {row["region_code"] for row in rows if row["is_approximate"]} == {EAST_TOWN, EAST, PREFECTURE, PROVINCE}
