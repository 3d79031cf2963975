"""Which reports a full export takes out, what brings them back, and which file a change names as its cause."""

from datetime import date, datetime

import polars as pl

from pipelines.readers.contract import COVERAGE_SCHEMA
from tests.scenario import EAST, OTHER_COUNTY, PREFECTURE, WEST, Ledger, Row, ledger, report, source_id
from tests.sql.test_revisions import DAYS, FIRST, SECOND, flood, with_history


def of_two_years(how: str) -> Ledger:
    """This year's list of 10 January; on the 31st last year's list, exported again and full, covers until that day."""
    days = (datetime(2025, 1, 10), datetime(2025, 1, 31))
    lists = {
        FIRST: [report(EAST, occurred_at=datetime(2025, 1, 3, 8), as_of=days[0], affected_population=40)],
        SECOND: [report(EAST, occurred_at=datetime(2024, 6, 1, 8), as_of=days[1], affected_population=5)],
    }
    made = with_history(ledger(lists), {FIRST: [(days[0], None, None)], SECOND: [(days[1], None, None)]})
    covered = {"source_id": source_id(SECOND), "region_code": PREFECTURE, "hazard_key": "all", "how": how}
    span = {"period_start": date(2024, 1, 1), "period_end": days[1].date()}
    first = covered | {"source_id": source_id(FIRST), "how": "full_list", "period_start": date(2025, 1, 1)}
    schema = COVERAGE_SCHEMA | {"source_id": pl.String()}
    rows = [covered | span, first | {"period_end": days[0].date()}]
    made.warehouse.write("staging.coverage", pl.DataFrame(rows, schema=schema))
    return made


def test_last_years_full_list_exported_in_january_says_nothing_of_this_year() -> None:
    made = of_two_years("full_export")
    people = made.table("core.losses", "year", "affected_population")
    assert sorted((row["year"], row["affected_population"]) for row in people) == [(2024, 5), (2025, 40)]
    assert made.findings("R099") == []
    declared = of_two_years("declared_full").table("core.losses", "year", "affected_population")
    assert [(row["year"], row["affected_population"]) for row in declared] == [(2024, 5)]


def test_a_report_without_a_cut_off_that_was_made_after_a_full_export_counts() -> None:
    undated = {"as_of": None, "affected_population": 9}
    first = [
        flood(1, affected_population=1) | undated,
        flood(2, affected_population=1) | undated | {"reported_at": DAYS[0]},
        flood(3, affected_population=1) | undated | {"reported_at": DAYS[2]},
    ]
    spans = {FIRST: [(DAYS[0], None, None)], SECOND: [(DAYS[1], None, None)]}
    full = [flood(9, WEST, at=1, affected_population=7)]
    made = with_history(ledger({FIRST: first, SECOND: full}), spans, (SECOND,))
    days = {row["occurred_at"].day for row in made.table("core.losses", "occurred_at")}
    assert days == {3, 9}


def test_a_record_names_the_file_that_moved_it_and_a_year_those_of_its_region() -> None:
    def both(region: str, people: int, deaths: int | None = None) -> Row:
        stated = {"affected_population": people, "deaths": deaths, "event_key": "id:typhoon"}
        return flood(1, region, **stated)

    files = {
        "b east.csv": [both(EAST, 10)], "a west.csv": [both(WEST, 5)], "c west.csv": [both(WEST, 6)],
        "elsewhere.csv": [report(OTHER_COUNTY, occurred_at=datetime(2024, 6, 1), affected_population=3)],
    }  # fmt: skip
    spans = {
        "b east.csv": [(DAYS[0], DAYS[1], "withdrawn")],
        "a west.csv": [(DAYS[0], DAYS[1], "superseded")],
        "c west.csv": [(DAYS[1], None, None)],
        "elsewhere.csv": [(DAYS[1], None, None)],
    }
    made = with_history(ledger(files, status={"b east.csv": "withdrawn", "a west.csv": "superseded"}), spans)
    for table in ("marts.changes", "marts.revisions"):
        moved = made.table(table, where="known_from = timestamp '2024-07-31 09:00:00'")
        people = [row for row in moved if row["indicator"] == "affected_population"]
        records = {r["region_code"]: (r["cause"], r["cause_kind"]) for r in people if r["kind"] == "record"}
        assert records[EAST] == ("b east.csv", "withdrawn")
        assert records[WEST] == ("c west.csv", "received")
        annual = {row["region_code"]: row["cause"] for row in people if row["kind"] == "annual"}
        assert annual[OTHER_COUNTY] == "elsewhere.csv"
        assert annual[PREFECTURE] == "a west.csv、b east.csv、c west.csv"


def test_a_record_is_back_when_the_full_export_without_it_is_withdrawn() -> None:
    files = {FIRST: [flood(1, affected_population=8)], SECOND: [flood(2, WEST, at=1, affected_population=7)]}
    spans = {FIRST: [(DAYS[0], None, None)], SECOND: [(DAYS[1], DAYS[2], "withdrawn")]}
    made = with_history(ledger(files, status={SECOND: "withdrawn"}), spans, (SECOND,))
    where = f"kind = 'record' and region_code = '{EAST}' and indicator = 'affected_population'"
    told = [
        (row["known_from"], row["prior_value"], row["value"], row["cause"], row["cause_kind"])
        for row in made.table("marts.revisions", where=where)
    ]
    assert told == [
        (DAYS[0], None, 8, FIRST, "received"),
        (DAYS[1], 8, None, SECOND, "left_out"),
        (DAYS[2], None, 8, SECOND, "withdrawn"),
    ]


def test_a_report_that_was_left_out_when_it_came_moves_nothing() -> None:
    files = {
        "0.csv": [flood(2, WEST, affected_population=6)],
        SECOND: [flood(2, WEST, at=1, affected_population=7)],
        "again.csv": [flood(2, WEST, at=1, affected_population=7)],
        FIRST: [flood(1, affected_population=8)],
    }
    later = datetime(2024, 9, 1)
    spans = {
        "0.csv": [(DAYS[0], None, None)], SECOND: [(DAYS[1], None, None)],
        "again.csv": [(DAYS[2], None, None)], FIRST: [(later, None, None)],
    }  # fmt: skip
    made = with_history(ledger(files), spans, ("again.csv",))
    assert made.table("steps.last_moment") == [{"moment": DAYS[1]}]
    [row] = made.table("marts.changes", where="kind = 'record'")
    assert (row["prior_value"], row["value"]) == (6, 7)


def test_a_record_that_a_still_later_export_holds_again_counts_without_a_finding() -> None:
    lists = {
        FIRST: [flood(1, affected_population=8), flood(3, affected_population=1)],
        SECOND: [flood(2, WEST, at=1, affected_population=7)],
        "list 0805.csv": [flood(1, at=2, affected_population=9)],
    }
    spans = {path: [(day, None, None)] for path, day in zip(lists, DAYS, strict=True)}
    made = with_history(ledger(lists), spans, (SECOND,))
    assert {row["affected_population"] for row in made.table("core.losses", "affected_population")} == {9, 7}
    assert [row["source_locator"] for row in made.failures("R099")] == ["0!3"]
