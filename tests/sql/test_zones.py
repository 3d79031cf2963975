"""Development zones: codes that no table knows, placed by a table, a decision, or the evidence of the figures."""

from tests.scenario import (
    EAST,
    EAST_TOWN,
    PREFECTURE,
    PROVINCE,
    WEST,
    ZONE,
    ZONE_TOWN,
    Ledger,
    ledger,
    of_one_disaster,
    report,
)
from tests.sql.test_tree import assert_adds_up

COUNTY = report(EAST, affected_population=10, collapsed_rooms=5, road_damaged_km="7")
TOWN = report(EAST_TOWN, affected_population=4, collapsed_rooms=3)
ZONE_FIGURES = report(ZONE_TOWN, affected_population=6, collapsed_rooms=2)


def zones(*rows: dict, **more) -> Ledger:
    return ledger({"one.xlsx": of_one_disaster(*rows)}, **more)


def host(made: Ledger) -> tuple[str | None, str]:
    [row] = made.table("core.zone_hosts")
    return row["host_code"], row["how"]


def test_a_zone_is_placed_where_the_county_s_remainder_equals_it_in_every_cell():
    made = zones(COUNTY, TOWN, ZONE_FIGURES)
    assert host(made) == (EAST, "evidence")
    assert made.cell("core.regions", "level", f"region_code = '{ZONE}'") == "zone"
    assert made.cell("core.regions", "parent_code", f"region_code = '{ZONE}'") == EAST
    assert made.cell("core.region_losses", "affected_population", f"region_code = '{PROVINCE}'") == 10
    [finding] = made.findings("R074")
    assert (finding["severity"], finding["region_code"]) == ("warning", ZONE)
    assert "东县" in finding["message_zh"]
    assert made.findings("R075") == []
    assert_adds_up(made)


def test_one_cell_that_differs_leaves_the_zone_alone():
    made = zones(COUNTY, TOWN | {"collapsed_rooms": 2}, ZONE_FIGURES)
    assert host(made) == (None, "alone")
    assert made.cell("core.region_losses", "affected_population", f"region_code = '{PROVINCE}'") == 16
    assert "可能重复" in made.findings("R075")[0]["message_zh"]
    assert made.cell("core.regions", "level", f"region_code = '{ZONE}'") == "county"
    assert_adds_up(made)


def test_a_remainder_that_the_zone_does_not_report_leaves_it_alone():
    made = zones(COUNTY | {"deaths": 1}, TOWN | {"deaths": 0}, ZONE_FIGURES)
    assert host(made) == (None, "alone")


def test_one_equal_cell_is_no_evidence_and_zeros_are_none():
    made = zones(report(EAST, affected_population=6, deaths=0), report(ZONE_TOWN, affected_population=6, deaths=0))
    assert host(made) == (None, "alone")


def test_two_counties_that_fit_are_no_evidence():
    made = zones(
        report(EAST, affected_population=6, deaths=1),
        report(WEST, affected_population=6, deaths=1),
        report(ZONE_TOWN, affected_population=6, deaths=1),
    )
    assert host(made) == (None, "alone")


def test_a_county_of_the_same_prefecture_comes_before_one_of_the_province():
    made = zones(
        report(EAST, affected_population=6, deaths=1),
        report("990201", affected_population=6, deaths=1),
        report(ZONE_TOWN, affected_population=6, deaths=1),
    )
    assert host(made) == (EAST, "evidence")


def test_a_zone_may_belong_to_a_county_of_another_prefecture_of_its_province():
    made = zones(
        report("990201", affected_population=6, deaths=1),
        report(EAST, affected_population=1),
        report(ZONE_TOWN, affected_population=6, deaths=1),
    )
    assert host(made) == ("990201", "evidence")


def test_two_zones_that_claim_one_remainder_both_stand_alone():
    made = zones(COUNTY, TOWN, ZONE_FIGURES, report("990129001000", affected_population=6, collapsed_rooms=2))
    assert {row["how"] for row in made.table("core.zone_hosts")} == {"alone"}


def test_the_table_of_zones_places_a_zone_without_evidence():
    listed = {"zone_code": ZONE, "zone_name": "东区开发区", "host_code": WEST}
    made = zones(COUNTY, TOWN, ZONE_FIGURES, zones=[listed])
    assert host(made) == (WEST, "table")
    assert made.findings("R074", "R075") == []
    assert_adds_up(made)


def test_a_decision_comes_before_the_table_and_may_let_a_zone_stand_alone():
    listed = {"zone_code": ZONE, "zone_name": "东区开发区", "host_code": WEST}
    decided = {"zone_code": ZONE, "host_code": EAST, "decided_at": "2021-11-01"}
    assert host(zones(COUNTY, ZONE_FIGURES, zones=[listed], decisions={"zone_hosts": [decided]})) == (EAST, "decision")
    alone = zones(COUNTY, TOWN, ZONE_FIGURES, decisions={"zone_hosts": [decided | {"host_code": ""}]})
    assert alone.cell("core.regions", "parent_code", f"region_code = '{ZONE}'") == PREFECTURE


def test_townships_of_a_placed_zone_count_under_the_host():
    made = zones(COUNTY, TOWN, ZONE_FIGURES)
    assert made.cell("marts.annual_losses", "townships_affected", f"region_code = '{EAST}' and hazard_key = 'all'") == 2


def test_places_that_lead_nowhere_are_not_followed_and_nothing_is_lost():
    told = {"decided_by": "", "decided_at": "", "reason": ""}
    rows = (report(EAST, deaths=3), report(ZONE_TOWN, deaths=6))
    for pairs in ([(ZONE, ZONE)], [(ZONE, "990129"), ("990129", ZONE)], [(PREFECTURE, EAST)]):
        decided = [told | {"zone_code": zone, "host_code": host_code} for zone, host_code in pairs]
        made = zones(*rows, decisions={"zone_hosts": decided})
        assert made.cell("marts.annual_losses", "deaths", f"region_code = '{PROVINCE}' and hazard_key = 'all'") == 9
