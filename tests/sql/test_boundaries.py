"""Shapes of regions in core: codes of then and now, where each belongs, and what they must never change."""

from typing import Any

from tests import scenario
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, WEST, ledger, report

OLD_EAST, OLD_WEST, OLD_SOUTH = "990111", "990112", "990113"
TABLE = "core.boundaries"


def shape(code: str, name: str = "", **stated: Any) -> scenario.Row:
    told: scenario.Row = {
        "region_code": code, "region_name": name, "region_level": "township" if len(code) == 12 else "county",
        "vintage": 2021, "coordinates": "degrees", "geometry": "{}", "source": "界.json",
    }  # fmt: skip
    return told | stated


def test_a_shape_under_an_old_code_is_of_the_unit_of_today_and_says_when_its_code_was_in_force() -> None:
    made = ledger({"a.xlsx": [report(EAST_TOWN, deaths=1)]}, boundaries=[shape(OLD_EAST, "旧东县"), shape(EAST)])
    columns = ("region_code", "current_code", "region_name", "parent_code", "first_year", "last_year")
    assert [tuple(row.values()) for row in made.table(TABLE, *columns)] == [
        (EAST, EAST, "东县", PREFECTURE, 2016, None),
        (OLD_EAST, EAST, "旧东县", PREFECTURE, None, 2016),
    ]


def test_units_that_merged_keep_a_shape_each() -> None:
    made = ledger({"a.xlsx": [report(WEST, deaths=1)]}, boundaries=[shape(OLD_WEST), shape(OLD_SOUTH)])
    assert [row["current_code"] for row in made.table(TABLE)] == [WEST, WEST]


def test_a_township_of_an_old_county_code_began_and_ended_with_it() -> None:
    made = ledger({"a.xlsx": [report(EAST_TOWN, deaths=1)]}, boundaries=[shape("990111001000"), shape(EAST_TOWN)])
    found = {
        row["region_code"]: (row["current_code"], row["first_year"], row["last_year"]) for row in made.table(TABLE)
    }
    assert found == {"990111001000": (EAST_TOWN, None, 2016), EAST_TOWN: (EAST_TOWN, 2016, None)}


def test_a_shape_nobody_reported_on_lies_where_the_region_table_or_its_prefix_says() -> None:
    made = ledger({"a.xlsx": [report(EAST, deaths=1)]}, boundaries=[shape(WEST), shape("990199"), shape(EAST_FARM)])
    assert {row["region_code"]: row["parent_code"] for row in made.table(TABLE)} == {
        WEST: PREFECTURE, "990199": PREFECTURE, EAST_FARM: EAST,
    }  # fmt: skip


def test_a_township_that_the_reports_number_otherwise_is_found_by_its_name_in_the_same_county() -> None:
    reported = report("990101088000", deaths=1) | {"region_name": "河口街道办事处"}
    made = ledger(
        {"a.xlsx": [reported]}, boundaries=[shape("990101003000", "河口街道"), shape("990102003000", "河口街道")]
    )
    found = {row["region_code"]: row["current_code"] for row in made.table(TABLE)}
    assert found == {"990101003000": "990101088000", "990102003000": "990102003000"}


def test_a_name_that_two_townships_share_is_not_guessed() -> None:
    reported = report("990101088000", deaths=1) | {"region_name": "河口镇"}
    made = ledger({"a.xlsx": [reported]}, boundaries=[shape("990101003000", "河口镇"), shape("990101004000", "河口乡")])
    assert [row["current_code"] for row in made.table(TABLE)] == ["990101003000", "990101004000"]


def test_a_superseded_file_draws_nothing() -> None:
    made = ledger({}, boundaries=[shape(EAST)], status={"界.json": "superseded"})
    assert made.table(TABLE) == []


def test_shapes_never_change_a_figure_or_a_region() -> None:
    told = {"a.xlsx": [report(OLD_WEST, deaths=1)], "b.xlsx": [report(WEST, deaths=1)]}
    plain = ledger(told)
    drawn = ledger(told, boundaries=[shape(OLD_SOUTH), shape("990199"), shape("110101")])
    for name in ("core.regions", "core.losses", "marts.annual_losses", "marts.year_on_year", "checks.findings"):
        assert drawn.table(name) == plain.table(name), name
