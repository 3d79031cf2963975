"""Disasters and records: which rows are one disaster, and what it is called."""

from datetime import datetime, timedelta

from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    OTHER_COUNTY,
    PREFECTURE,
    TIME,
    WEST,
    ledger,
    of_one_disaster,
    report,
)


def event_ids(files: dict, **more) -> list[str]:
    return sorted(row["event_id"] for row in ledger(files, **more).table("core.losses", "event_id"))


def test_each_row_of_a_list_is_a_disaster_of_its_own():
    rows = [report(EAST, deaths=0), report(WEST, deaths=0), report(EAST, deaths=0, occurred_at=datetime(2021, 7, 1))]
    assert event_ids({"list.xlsx": rows}) == [
        "20210701000000-flood-990101",
        "20211003123748-flood-990101",
        "20211003123748-flood-990102",
    ]


def test_nested_regions_with_one_hazard_and_time_are_one_disaster_named_after_the_widest():
    files = {
        "county.csv": [report(EAST, deaths=0), report(EAST_TOWN, deaths=0)],
        "city.csv": [report(PREFECTURE, deaths=0)],
    }
    assert event_ids(files) == ["20211003123748-flood-990100"] * 3


def test_another_hazard_or_second_is_another_disaster():
    rows = [
        report(EAST, deaths=0),
        report(EAST_TOWN, deaths=0, hazard_key="drought"),
        report(EAST_TOWN, deaths=0, occurred_at=TIME.replace(second=49)),
    ]
    assert len(set(event_ids({"list.csv": rows}))) == 3


def test_a_sub_hazard_belongs_to_the_disaster_of_its_level_1_hazard():
    rows = [report(EAST, deaths=0, hazard_key="flood_mountain"), report(EAST_TOWN, deaths=0, hazard_key="flood_river")]
    made = ledger({"list.csv": rows})
    assert [(e["hazard_key"], e["hazard_level1"], e["records"]) for e in made.table("core.events")] == [
        ("flood", "flood", 2)
    ]


def test_equal_rows_of_one_file_are_two_disasters_and_a_possible_duplicate():
    made = ledger({"list.csv": [report(EAST, deaths=1), report(EAST, deaths=1)]})
    assert [row["event_id"] for row in made.table("core.losses")] == [
        "20211003123748-flood-990101",
        "20211003123748-flood-990101-2",
    ]
    assert made.cell("marts.annual_losses", "deaths", "region_code = '990101' and hazard_key = 'all'") == 2
    assert [row["value"] for row in made.findings("R091")] == ["2021-10-03", "2021-10-03"]


def test_equal_rows_are_ordered_by_hazard_then_row_not_by_where_they_were_written():
    def figures(rows: list[dict]) -> dict:
        return {row["event_id"]: row["deaths"] for row in ledger({"list.csv": rows}).table("core.losses")}

    river, mountain = (
        report(EAST, deaths=1, hazard_key="flood_river"),
        report(EAST, deaths=2, hazard_key="flood_mountain"),
    )
    assert figures([river, mountain]) == figures([mountain, river])


def test_the_same_list_again_adds_versions_not_disasters():
    rows = [report(EAST, deaths=1), report(EAST, deaths=1), report(WEST, deaths=0)]
    later = [row | {"as_of": datetime(2021, 11, 1)} for row in rows]
    assert event_ids({"october.csv": rows, "november.csv": later}) == event_ids({"october.csv": rows})


def test_a_file_whose_title_states_one_disaster_gives_it_to_all_its_rows():
    made = ledger(
        {"one.xlsx": of_one_disaster(report(EAST, deaths=0), report(WEST, deaths=0), report(OTHER_COUNTY, deaths=0))}
    )
    [event] = made.table("core.events")
    assert event["event_id"] == "20211003123748-flood"
    assert (event["region_code"], event["records"], event["year"], event["occurred_at"]) == ("000000", 3, 2021, TIME)


def test_a_row_of_a_list_joins_the_disaster_of_its_own_file():
    files = {
        "one.xlsx": of_one_disaster(report(EAST, as_of=datetime(2021, 10, 20), deaths=1), report(WEST, deaths=0)),
        "list.csv": [report(EAST, deaths=0), report("990201", deaths=0)],
    }
    assert event_ids(files) == ["20211003123748-flood", "20211003123748-flood", "20211003123748-flood-990201"]


def test_a_file_without_hazard_and_time_is_a_series_of_its_year():
    row = report(
        EAST, hazard_key="unspecified", occurred_at=None, year_hint=2021, event_key="series:灾情@2021", deaths=1
    )
    made = ledger({"灾情.xlsx": [row]})
    [event] = made.table("core.events")
    assert event["event_id"].startswith("2021-unspecified-")
    assert len(event["event_id"]) == len("2021-unspecified-") + 8
    assert (event["year"], event["occurred_at"]) == (2021, None)


def test_an_event_id_of_a_tidy_file_is_kept():
    assert event_ids({"tidy.csv": [report(EAST, event_key="id:M-7", deaths=0)]}) == ["M-7"]


def test_rows_of_a_list_without_a_time_belong_to_the_year_that_is_known():
    rows = [
        report(EAST, occurred_at=None, year_hint=2020, deaths=1),
        report(EAST, occurred_at=None, year_hint=2020, deaths=2),
    ]
    made = ledger({"list.csv": rows})
    assert event_ids({"list.csv": rows}) == ["2020-flood-990101", "2020-flood-990101-2"]
    assert (
        made.cell("marts.annual_losses", "deaths", "year = 2020 and region_code = '990101' and hazard_key = 'all'") == 3
    )


def test_disasters_that_a_person_merged_are_one():
    rows = [report(EAST, deaths=1), report(WEST, deaths=2, occurred_at=datetime(2021, 10, 4))]
    same = {
        "event_id_a": "20211003123748-flood-990101",
        "event_id_b": "20211004000000-flood-990102",
        "decision": "same",
    }
    made = ledger({"list.csv": rows}, decisions={"same_disaster": [same]})
    assert [(e["event_id"], e["records"]) for e in made.table("core.events")] == [("20211003123748-flood-990101", 2)]
    assert made.cell("marts.annual_losses", "events", "region_code = '990100' and hazard_key = 'all'") == 1


def test_rows_of_one_source_with_the_same_event_id_never_suppress_each_other():
    rows = [
        report(EAST, deaths=10, event_key="id:T2305", occurred_at=TIME),
        report(EAST, deaths=20, event_key="id:T2305", occurred_at=TIME + timedelta(days=1), hazard_key="geological"),
    ]
    made = ledger({"a.csv": rows})
    assert {row["event_id"] for row in made.table("core.losses")} == {"T2305", "T2305-2"}
    assert made.cell("marts.annual_losses", "deaths", f"region_code = '{EAST}' and hazard_key = 'all'") == 30


def test_a_repeated_township_row_counts_inside_the_figure_of_its_county():
    rows = [
        report(EAST, deaths=30),
        *(report(code, deaths=n) for code, n in ((EAST_TOWN, 10), (EAST_FARM, 20), (EAST_FARM, 20))),
    ]
    for made in (ledger({"a.csv": rows}), ledger({"a.csv": [row | {"event_key": "id:E1"} for row in rows]})):
        assert made.cell("marts.annual_losses", "deaths", f"region_code = '{EAST}' and hazard_key = 'all'") == 30
        assert made.cell("marts.annual_losses", "deaths", f"region_code = '{EAST_FARM}' and hazard_key = 'all'") == 40
        assert len(made.table("core.losses")) == 4
        assert made.findings("R061", "R068") == []
