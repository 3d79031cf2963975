"""Revisions: each value of a record and of an annual figure with the moment from which it stood, by receipts alone."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines import codebooks
from pipelines.readers.contract import COVERAGE_SCHEMA
from pipelines.staging_inputs import SPAN_SCHEMA
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, WEST, Ledger, Row, ledger, report, source_id

DAYS = (datetime(2024, 7, 10, 9), datetime(2024, 7, 31, 9), datetime(2024, 8, 5, 9))
FIRST, SECOND = "list 0710.csv", "list 0731.csv"
Spans = Mapping[str, list[tuple[datetime, datetime | None, str | None]]]


def with_history(made: Ledger, spans: Spans, full: tuple[str, ...] = ()) -> Ledger:
    """The ledger with the times in which its sources counted; lists cover the prefecture's first seven months."""
    rows = [
        {"source_id": source_id(path), "counts_from": start, "counts_to": end, "began": "received", "ended": ended}
        for path, stretches in spans.items()
        for start, end, ended in stretches
    ]
    made.warehouse.write("staging.source_spans", pl.DataFrame(rows, schema=SPAN_SCHEMA, orient="row"))
    covered = [
        {
            "source_id": source_id(path), "region_code": PREFECTURE, "period_start": date(2024, 1, 1),
            "period_end": date(2024, 7, 31), "hazard_key": "all", "how": "full_export" if path in full else "full_list",
        }
        for path in spans
    ]  # fmt: skip
    schema = COVERAGE_SCHEMA | {"source_id": pl.String()}
    made.warehouse.write("staging.coverage", pl.DataFrame(covered, schema=schema, orient="row"))
    return made


def flood(day: int, region: str = EAST, *, at: int = 0, **figures: Any) -> Row:
    """One row of an export: a flood of a day in June, in the state of the day of the export."""
    return report(region, occurred_at=datetime(2024, 6, day, 8), as_of=DAYS[at], **figures)


def revisions(made: Ledger, kind: str, where: str = "true") -> list[tuple[Any, ...]]:
    rows = made.table("marts.revisions", where=f"kind = '{kind}' and {where}")
    return [
        (row["region_code"], row["indicator"], row["known_from"].day, row["prior_value"], row["value"]) for row in rows
    ]


def two_exports(*, full: bool) -> Ledger:
    """Twenty floods in an export; three weeks later 40 cells differ, 3 records are new and the last 2 are missing."""
    first = [flood(day, affected_population=100 + day, direct_economic_loss="10.5", deaths=0) for day in range(1, 23)]
    second = [
        flood(day, at=1, affected_population=200 + day, direct_economic_loss="11.25", deaths=0) for day in range(1, 21)
    ]
    second += [flood(day, WEST, at=1, affected_population=7, deaths=1) for day in (23, 24, 25)]
    spans = {FIRST: [(DAYS[0], None, None)], SECOND: [(DAYS[1], None, None)]}
    return with_history(ledger({FIRST: first, SECOND: second}), spans, (SECOND,) if full else ())


def test_two_exports_three_weeks_apart_differ_in_exactly_what_changed_came_and_went() -> None:
    made = two_exports(full=True)
    since = "known_from = timestamp '2024-07-31 09:00:00'"
    rows = made.table("marts.revisions", where=f"kind = 'record' and {since}")
    stood = [row for row in rows if row["indicator"] == "event_records"]
    assert (
        sorted((row["region_code"], row["prior_value"], row["value"]) for row in stood if row["value"])
        == [(WEST, None, 1)] * 3
    )
    gone = {row["event_id"] for row in stood if row["value"] is None}
    assert len(gone) == 2
    changed = [row for row in rows if row["value"] is not None and row["prior_value"] is not None]
    assert len(changed) == 40
    assert {(row["indicator"], row["change"]) for row in changed} == {
        ("affected_population", 100), ("direct_economic_loss", Decimal("0.75")),
    }  # fmt: skip
    assert {(row["cause"], row["cause_kind"]) for row in changed} == {(SECOND, "received")}
    assert {(row["cause"], row["cause_kind"]) for row in rows if row["event_id"] in gone} == {(SECOND, "left_out")}
    others = [row for row in rows if row not in stood and row not in changed]
    assert len(others) == 3 * 2 + 2 * 2


def test_the_annual_figures_move_by_exactly_the_sum_of_the_records() -> None:
    made = two_exports(full=True)
    for indicator in ("affected_population", "direct_economic_loss", "deaths"):
        moved = made.table(
            "marts.revisions", where=f"indicator = '{indicator}' and known_from > timestamp '2024-07-30'"
        )
        by_record = sum((row["value"] or 0) - (row["prior_value"] or 0) for row in moved if row["kind"] == "record")
        annual = {row["region_code"]: row for row in moved if row["kind"] == "annual"}
        assert annual[PREFECTURE]["change"] == by_record
        assert annual[PREFECTURE]["value"] == made.cell(
            "marts.annual_losses", indicator, f"region_code = '{PREFECTURE}' and hazard_key = 'all'"
        )


def test_a_record_missing_from_an_export_not_known_to_be_full_still_counts() -> None:
    made = two_exports(full=False)
    assert len(made.table("core.losses")) == 25
    assert made.findings("R099") == []
    assert revisions(made, "record", "value is null") == []


def test_a_full_export_takes_out_what_it_lacks_and_says_so() -> None:
    made = two_exports(full=True)
    assert len(made.table("core.losses")) == 23
    findings = made.findings("R099")
    assert [row["source_file"] for row in findings] == [FIRST, FIRST]
    assert SECOND in findings[0]["message_zh"]
    versions = made.table("core.report_versions", where="left_out_by is not null")
    assert {(row["left_out_by"], row["received_at"], row["gone_at"]) for row in versions} == {(SECOND, *DAYS[:2])}


def test_a_full_export_says_nothing_of_other_lists_periods_levels_or_later_reports() -> None:
    first = [
        flood(1, affected_population=1),
        report(EAST, occurred_at=datetime(2024, 8, 2, 8), as_of=DAYS[0], affected_population=2),
        flood(3, EAST_TOWN, affected_population=3),
        flood(4, at=2, affected_population=4),
    ]
    second = [flood(9, WEST, at=1, affected_population=9)]
    spans = {FIRST: [(DAYS[0], None, None)], SECOND: [(DAYS[1], None, None)]}
    made = with_history(ledger({FIRST: first, SECOND: second}), spans, (SECOND,))
    assert sorted(row["affected_population"] for row in made.table("core.losses")) == [2, 3, 4, 9]


def test_three_versions_of_one_file_are_three_values_with_their_times_and_causes() -> None:
    files = {f"{n}.csv": [flood(1, affected_population=people)] for n, people in enumerate((100, 250, 240))}
    spans = {
        "0.csv": [(DAYS[0], DAYS[1], "superseded")],
        "1.csv": [(DAYS[1], DAYS[2], "superseded")],
        "2.csv": [(DAYS[2], None, None)],
    }
    made = with_history(ledger(files, status={"0.csv": "superseded", "1.csv": "superseded"}), spans)
    expected = [
        (EAST, "affected_population", 10, None, 100),
        (EAST, "affected_population", 31, 100, 250),
        (EAST, "affected_population", 5, 250, 240),
    ]
    assert revisions(made, "record") == expected
    assert revisions(made, "annual", f"region_code = '{EAST}'") == expected
    assert [row["cause"] for row in made.table("marts.revisions", where="kind = 'record'")] == list(files)


def test_a_withdrawn_file_leaves_the_figure_before_and_none_where_there_was_no_other() -> None:
    files = {"a.csv": [flood(1, affected_population=5)], "b.csv": [flood(2, affected_population=6)]}
    spans = {"a.csv": [(DAYS[0], None, None)], "b.csv": [(DAYS[0], DAYS[1], "withdrawn")]}
    made = with_history(ledger(files, status={"b.csv": "withdrawn"}), spans)
    assert revisions(made, "annual", f"region_code = '{PREFECTURE}' and indicator = 'affected_population'") == [
        (PREFECTURE, "affected_population", 10, None, 11),
        (PREFECTURE, "affected_population", 31, 11, 5),
    ]
    gone = made.table("marts.revisions", where="kind = 'record' and known_from > timestamp '2024-07-30'")
    assert {row["indicator"]: row["value"] for row in gone} == {"event_records": None, "affected_population": None}
    assert {(row["cause"], row["cause_kind"]) for row in gone} == {("b.csv", "withdrawn")}


def test_the_tree_is_resolved_as_it_stood_at_each_moment() -> None:
    files = {
        "towns.csv": [flood(1, EAST_TOWN, affected_population=30), flood(1, EAST_FARM, affected_population=20)],
        "county.csv": [flood(1, EAST, affected_population=70)],
    }
    made = with_history(ledger(files), {"towns.csv": [(DAYS[0], None, None)], "county.csv": [(DAYS[1], None, None)]})
    events = made.table("core.events")
    steps = revisions(made, "annual", f"region_code = '{EAST}' and indicator = 'affected_population'")
    assert steps == [(EAST, "affected_population", 10, None, 50), (EAST, "affected_population", 31, 50, 70)], events


def test_what_comes_first_of_a_year_is_no_revision() -> None:
    made = with_history(ledger({"a.csv": [flood(1, affected_population=5)]}), {"a.csv": [(DAYS[0], None, None)]})
    assert made.table("marts.revisions") == []


def test_the_last_moment_of_every_annual_figure_is_the_figure_of_now() -> None:
    files = {
        "a.csv": [flood(1, EAST_TOWN, affected_population=3), flood(1, EAST, affected_population=9, deaths=0)],
        "b.csv": [
            flood(1, EAST_FARM, at=1, affected_population=4),
            flood(2, WEST, at=1, direct_economic_loss="0.333333"),
        ],
        "c.csv": [flood(1, EAST, at=2, affected_population=6), flood(2, WEST, at=2, deaths=2)],
        "d.csv": [flood(3, WEST, hazard_key="hail", affected_population=8)],
        "e.csv": [flood(4, PREFECTURE, affected_population=80, direct_economic_loss="7")],
        "f.csv": [flood(4, EAST, at=1, affected_population=50), flood(4, WEST, at=1, affected_population=20)],
    }
    spans = {
        "a.csv": [(DAYS[0], None, None)],
        "b.csv": [(DAYS[0], DAYS[1], "removed"), (DAYS[2], None, None)],
        "c.csv": [(DAYS[2], None, None)],
        "d.csv": [(DAYS[0], DAYS[2], "withdrawn")],
        "e.csv": [(DAYS[1], None, None)],
        "f.csv": [(DAYS[2], None, None)],
    }
    made = with_history(ledger(files, status={"d.csv": "withdrawn"}), spans)
    made.table("marts.revisions")
    held = made.table("core.losses", "event_id", where="held_out")
    assert held
    columns = [f"{i.column_name}" for i in codebooks.indicator_set("summed")]
    last = made.table("steps.annual_moments")
    now = {
        row["region_code"]: [row["events"], *(row[name] for name in columns)]
        for row in made.table(
            "marts.annual_losses", where="hazard_key = 'all' and region_level in ('prefecture', 'county')"
        )
    }
    then = {}
    for row in sorted(last, key=lambda row: row["moment"]):
        then[row["region_code"]] = [row["events"], *(row[name] for name in columns)]
    assert {code: then[code] for code in now} == now
