"""The region tree, per cell: own figures, sums of children, what is left over, and money of each level."""

from datetime import datetime
from decimal import Decimal

import pytest

from pipelines import codebooks
from pipelines.warehouse import Warehouse
from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    WEST,
    WEST_TOWN,
    Ledger,
    ledger,
    of_one_disaster,
    report,
)


def tree(*rows: dict) -> Ledger:
    return ledger({"one.xlsx": of_one_disaster(*rows)})


def figure(made: Ledger, region_code: str, column: str = "affected_population"):
    return made.cell("core.region_losses", column, f"region_code = '{region_code}'")


def assert_adds_up(made: Ledger) -> None:
    """The children of a node (未分解到下级 included) come to the node, in every cell of every disaster."""
    made.table("core.region_losses")
    resolved = [i.column_name for i in codebooks.indicator_set("resolved")]
    sums = ", ".join(f"coalesce(sum({c}), 0) as {c}" for c in resolved)
    differs = " or ".join(f"coalesce(n.{c}, 0) <> k.{c}" for c in resolved)
    rows = made.warehouse.read(f"""
        select n.event_id, n.region_code from core.region_losses as n
        join (select event_id, parent_code, {sums} from core.region_losses group by all) as k
            on k.event_id = n.event_id and k.parent_code = n.region_code
        where {differs}""")
    assert rows.rows() == []


def test_children_add_up_where_a_region_filed_nothing():
    made = tree(
        report(EAST_TOWN, affected_population=3),
        report(EAST_FARM, affected_population=4),
        report(WEST, affected_population=5),
    )
    assert [figure(made, code) for code in (EAST, WEST, PREFECTURE, PROVINCE)] == [7, 5, 12, 12]
    assert_adds_up(made)


def test_a_region_s_own_figure_prevails_and_the_rest_is_shown_as_not_allocated():
    made = tree(report(EAST, affected_population=10), report(EAST_TOWN, affected_population=3))
    assert (figure(made, EAST), figure(made, "990101-rest"), figure(made, PROVINCE)) == (10, 7, 10)
    [rest] = made.table("core.regions", where="level = 'unallocated'")
    assert (rest["region_code"], rest["parent_code"], rest["name_zh"]) == ("990101-rest", EAST, "未分解到下级")
    assert_adds_up(made)


def test_each_cell_is_resolved_on_its_own():
    made = tree(
        report(EAST, affected_population=10, road_damaged_km="2.5", deaths=None),
        report(EAST_TOWN, affected_population=10, deaths=1),
        report(EAST_FARM, deaths=0),
    )
    assert (figure(made, EAST, "road_damaged_km"), figure(made, EAST, "deaths")) == (Decimal("2.5"), 1)
    assert (figure(made, "990101-rest", "road_damaged_km"), figure(made, "990101-rest")) == (Decimal("2.5"), 0)
    assert figure(made, "990101-rest", "deaths") == 0
    assert figure(made, "990101-rest", "injured") is None
    assert_adds_up(made)


def test_no_rest_where_children_account_for_everything_or_there_are_none():
    made = tree(
        report(EAST, affected_population=7),
        report(EAST_TOWN, affected_population=7),
        report(WEST, affected_population=5),
    )
    assert made.table("core.region_losses", where="region_level = 'unallocated'") == []


def test_nothing_reported_stays_nothing_and_zero_stays_zero():
    made = tree(report(EAST_TOWN, affected_population=3, deaths=0), report(EAST_FARM, affected_population=None))
    assert (figure(made, PROVINCE, "deaths"), figure(made, PROVINCE, "missing")) == (0, None)


def test_own_less_than_the_children_is_an_error_and_both_stay_visible():
    made = tree(
        report(EAST, direct_economic_loss="5"),
        report(EAST_TOWN, direct_economic_loss="4.5"),
        report(EAST_FARM, direct_economic_loss="2"),
    )
    assert figure(made, EAST, "direct_economic_loss") == 5
    assert figure(made, "990101-rest", "direct_economic_loss") == Decimal("-1.5")
    [finding] = made.findings("R070")
    assert (finding["severity"], finding["region_code"], finding["indicator"]) == (
        "error",
        EAST,
        "direct_economic_loss",
    )
    assert (finding["value"], finding["amount"], finding["source_locator"]) == ("5", Decimal("1.5"), "0!2")
    assert "6.5" in finding["message_zh"]
    assert_adds_up(made)


def test_zero_gives_way_to_children_that_report_more_and_is_a_finding():
    made = tree(report(EAST, deaths=0, affected_population=0), report(EAST_TOWN, deaths=2, affected_population=0))
    assert (figure(made, EAST, "deaths"), figure(made, EAST)) == (2, 0)
    assert [(row["region_code"], row["indicator"]) for row in made.findings("R073")] == [(EAST, "deaths")]
    assert made.findings("R070") == []
    assert_adds_up(made)


def test_a_hole_in_the_middle_of_the_tree_is_bridged():
    made = tree(report(PROVINCE, affected_population=100), report(EAST_TOWN, affected_population=3))
    assert [figure(made, code) for code in (PROVINCE, "990000-rest", PREFECTURE, EAST)] == [100, 97, 3, 3]
    assert_adds_up(made)


def test_money_of_the_own_level_adds_across_levels():
    made = tree(
        report(PROVINCE, own_level_fund_spent="10"),
        report(EAST, own_level_fund_spent="2"),
        report(EAST_TOWN, own_level_fund_spent="0.5"),
    )
    assert figure(made, EAST, "own_level_fund_spent") == Decimal("2.5")
    assert figure(made, PROVINCE, "own_level_fund_spent") == Decimal("12.5")
    assert figure(made, "990000-rest", "own_level_fund_spent") == 10
    assert made.findings("R070") == []
    assert_adds_up(made)


def test_what_stands_at_a_moment_adds_up_over_places_but_enters_no_year():
    made = tree(report(EAST, relocated_total_now=5), report(WEST, relocated_total_now=2))
    assert figure(made, PREFECTURE, "relocated_total_now") == 7
    assert "relocated_total_now" not in made.table("marts.annual_losses")[0]


def test_townships_hang_under_a_prefecture_that_has_no_counties():
    made = tree(report("990300001000", affected_population=2), report("990300009000", affected_population=3))
    assert figure(made, "990300") == 5
    assert_adds_up(made)


def test_an_unknown_code_becomes_a_node_at_its_own_prefix():
    made = tree(
        report("990101099000", affected_population=1),
        report("990177001000", affected_population=2),
        report("995001001000", affected_population=4),
    )
    nodes = {
        row["region_code"]: (row["parent_code"], row["level"], row["is_known"]) for row in made.table("core.regions")
    }
    assert nodes["990101099000"] == (EAST, "township", False)
    assert nodes["990177"] == (PREFECTURE, "county", False)
    assert nodes["995001"] == (PROVINCE, "county", False)
    assert (figure(made, EAST), figure(made, "990177"), figure(made, PROVINCE)) == (1, 2, 7)
    assert_adds_up(made)


def test_villages_add_up_to_a_township_that_did_not_report():
    made = tree(report("990101001201", affected_population=2), report("990101001202", affected_population=3))
    assert (figure(made, EAST_TOWN), figure(made, EAST)) == (5, 5)
    assert made.cell("core.regions", "level", "region_code = '990101001201'") == "village"


def test_the_country_stands_above_several_provinces_only():
    one = tree(report(EAST, affected_population=1))
    assert one.table("core.regions", where="level = 'country'") == []
    two = tree(report(EAST, affected_population=1), report(OTHER_COUNTY, affected_population=2))
    assert figure(two, "000000") == 3
    assert_adds_up(two)


def test_each_disaster_has_a_tree_of_its_own():
    made = ledger({"list.csv": [report(EAST, deaths=1), report(WEST_TOWN, deaths=2, hazard_key="drought")]})
    of_both = made.table("core.region_losses", where="region_code = '990000'")
    assert [(row["deaths"], row["records"]) for row in of_both] in ([(1, 1), (2, 1)], [(2, 1), (1, 1)])
    assert_adds_up(made)


def test_records_count_those_with_a_figure_and_hits_those_above_zero():
    made = tree(report(EAST_TOWN, deaths=0), report(EAST_FARM, deaths=1), report(WEST_TOWN))
    rows = {row["region_code"]: (row["records"], row["is_affected"]) for row in made.table("core.region_losses")}
    assert (rows[PROVINCE], rows[EAST_TOWN], rows[WEST_TOWN]) == ((2, True), (1, False), (0, False))


def test_a_year_adds_up_where_only_some_disasters_are_broken_down():
    rows = [
        report(EAST, deaths=5),
        report(EAST, deaths=3, occurred_at=datetime(2021, 8, 1)),
        report(EAST_TOWN, deaths=3, occurred_at=datetime(2021, 8, 1)),
        report(PREFECTURE, deaths=100, occurred_at=datetime(2021, 9, 1)),
    ]
    made = ledger({"a.csv": rows})
    year = {row["region_code"]: row["deaths"] for row in made.table("marts.annual_losses", where="hazard_key = 'all'")}
    assert year[EAST] == 8 == year[EAST_TOWN] + year[f"{EAST}-rest"]
    assert year[PREFECTURE] == 108 == year[EAST] + year[f"{PREFECTURE}-rest"]


def test_a_disaster_has_one_row_per_region_however_many_records_it_has_there():
    rows = [report(EAST, deaths=30), report(EAST_FARM, deaths=20), report(EAST_FARM, deaths=20), report(WEST, deaths=1)]
    made = ledger({"list.csv": [*rows, report("990112", deaths=2), report("990113", deaths=3)]})
    keys = [(row["event_id"], row["region_code"]) for row in made.table("core.region_losses")]
    assert len(keys) == len(set(keys))
    assert made.cell("core.region_losses", "deaths", f"region_code = '{EAST_FARM}'") == 40
    assert made.cell("core.region_losses", "records", f"region_code = '{EAST_FARM}'") == 2
    assert_adds_up(made)


def test_townships_are_counted_as_the_list_of_regions_has_them_whether_or_not_they_reported():
    made = tree(report(EAST, affected_population=1))
    counted = {row["region_code"]: row["townships"] for row in made.table("meta.township_counts")}
    assert counted == {PROVINCE: 5, PREFECTURE: 4, EAST: 2}


def test_people_sheltered_now_are_no_loss_that_nobody_broke_down():
    made = tree(
        report(EAST, direct_economic_loss="10", relocated_total_now=5),
        report(EAST_TOWN, direct_economic_loss="10"),
        report(WEST, relocated_total_now=2),
    )
    assert made.table("core.region_losses", where="region_level = 'unallocated'") == []
    assert figure(made, PREFECTURE, "relocated_total_now") == 7


def test_what_is_left_of_people_sheltered_now_stands_beside_a_loss_that_nobody_broke_down():
    made = tree(
        report(EAST, direct_economic_loss="10", relocated_total_now=5),
        report(EAST_TOWN, direct_economic_loss="7", relocated_total_now=1),
    )
    rest = [figure(made, "990101-rest", column) for column in ("direct_economic_loss", "relocated_total_now")]
    assert rest == [3, 4]


def test_years_that_are_resolved_one_by_one_come_to_the_same(monkeypatch: pytest.MonkeyPatch):
    new_year = [
        report(EAST, affected_population=10, occurred_at=datetime(2020, 12, 31, 23), as_of=datetime(2021, 1, 2)),
        report(EAST_TOWN, affected_population=3, occurred_at=datetime(2021, 1, 1, 1), as_of=datetime(2021, 1, 2)),
    ]
    sources = {
        "one.xlsx": of_one_disaster(*new_year, key="flood@2020-12-31T23:00:00"),
        "two.xlsx": [report(WEST, affected_population=5), report(WEST_TOWN, affected_population=1)],
        "three.xlsx": [report(OTHER_COUNTY, affected_population=2, occurred_at=None)],
    }
    together = ledger(sources).table("core.region_losses")
    monkeypatch.setattr(Warehouse, "cells_at_once", 0)
    by_year = ledger(sources)
    assert by_year.table("core.region_losses") == together
    assert len({row["year"] for row in together}) > 1
    assert by_year.warehouse.value("select count(*) from duckdb_views() where view_name like '%of_years'") == 0
