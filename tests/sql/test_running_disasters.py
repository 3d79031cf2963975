"""Disasters that still run, their figures before the last change, and the distance to the bureau's own thresholds."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.readers.contract import COVERAGE_SCHEMA
from pipelines.staging_inputs import RESPONSE_SCHEMA, SPAN_SCHEMA
from tests.scenario import (
    EAST,
    EAST_TOWN,
    OTHER_COUNTY,
    PREFECTURE,
    TIME,
    WEST,
    WEST_TOWN,
    Ledger,
    Row,
    ledger,
    of_one_disaster,
    report,
    source_id,
)

MORNING, NOON = datetime(2021, 10, 4, 9), datetime(2021, 10, 5, 9)
FLOOD = "flood@2021-10-03T12:37:48"
DROUGHT = {"hazard_key": "drought", "occurred_at": datetime(2021, 7, 1)}


def running(*rows: Row, settings: Row | None = None) -> list[Row]:
    return ledger({"a.csv": rows}, settings=settings).table("marts.running_disasters")


def flood(region: str, stage: str, day: int = 4, **figures: Any) -> Row:
    return report(region, stage=stage, as_of=datetime(2021, 10, day), **figures)


def with_thresholds(made: Ledger, *stated: tuple[str, str, int] | tuple[str, str, int, str]) -> list[Row]:
    levels = list(dict.fromkeys(row[0] for row in stated))
    rows = [
        (levels.index(row[0]) + 1, row[0], row[1], Decimal(row[2]), row[3] if len(row) > 3 else None) for row in stated
    ]
    made.warehouse.write("staging.response_thresholds", pl.DataFrame(rows, schema=RESPONSE_SCHEMA, orient="row"))
    return made.table("marts.response_distance")


def received(made: Ledger, *spans: tuple[str, datetime, datetime | None]) -> Ledger:
    rows = [(source_id(path), start, end, "received", "superseded" if end else None) for path, start, end in spans]
    made.warehouse.write("staging.source_spans", pl.DataFrame(rows, schema=SPAN_SCHEMA, orient="row"))
    made.warehouse.write(
        "staging.coverage", pl.DataFrame([], schema=COVERAGE_SCHEMA | {"source_id": pl.String()}, orient="row")
    )
    return made


def test_a_disaster_runs_until_every_region_has_its_final_report() -> None:
    east = flood(EAST, "update", deaths=1, affected_population=50)
    [row] = running(*of_one_disaster(east, flood(WEST, "final", deaths=2)))
    assert (row["deaths_missing"], row["affected_population"], row["region_code"]) == (3, 50, PREFECTURE)
    assert [row[f"{s}_records"] for s in ("initial", "update", "final", "unknown")] == [0, 1, 1, 0]
    assert (row["as_of"], row["prior_deaths_missing"], row["changed_at"]) == (datetime(2021, 10, 4), None, None)
    assert running(*of_one_disaster(flood(EAST, "final"), flood(WEST, "final", deaths=2))) == []


def test_a_final_report_of_the_county_settles_its_townships() -> None:
    town, other = flood(EAST_TOWN, "update", deaths=1), flood(WEST_TOWN, "update", deaths=1)
    assert running(*of_one_disaster(town, flood(EAST, "final", 5, deaths=1)), settings={"own_region_code": EAST}) == []
    [row] = running(*of_one_disaster(town, flood(EAST, "final", 3, deaths=1)))
    assert row["update_records"] == 1  # the township reported again after that
    [row] = running(*of_one_disaster(town, flood(EAST, "final", 5, deaths=1), other))
    assert (row["update_records"], row["deaths"]) == (2, 2)


def test_a_report_of_unknown_stage_does_not_run() -> None:
    assert running(report(EAST, deaths=1)) == []


@pytest.mark.parametrize(("cut_off", "runs"), [(14, True), (15, False)])
def test_nothing_runs_that_was_last_reported_on_long_before_the_cut_off_of_the_data(cut_off: int, runs: bool) -> None:
    later = report(WEST, occurred_at=datetime(2021, 10, cut_off), as_of=datetime(2021, 10, cut_off), stage="final")
    assert bool(running(flood(EAST, "initial", deaths=1), later)) is runs


@pytest.mark.parametrize(("cut_off", "runs"), [(31, True), (1, False)])
def test_a_drought_is_given_more_time(cut_off: int, runs: bool) -> None:
    day = datetime(2021, 7 if runs else 8, cut_off)
    rows = [report(EAST, **DROUGHT, as_of=datetime(2021, 7, 1), stage="update", affected_population=9)]
    assert bool(running(*rows, report(WEST, occurred_at=day, as_of=day, stage="final"))) is runs


def test_what_is_held_out_or_lies_elsewhere_does_not_run() -> None:
    made = ledger({
        "county.csv": [flood(EAST, "final", deaths=1, affected_population=9)],
        "town.csv": [flood(EAST_TOWN, "update", deaths=1) | {"occurred_at": datetime(2021, 10, 4)}],
    })  # fmt: skip
    assert [row["region_code"] for row in made.table("core.losses", where="held_out")] == [EAST_TOWN]
    assert made.table("marts.running_disasters") == []
    abroad = running(flood(OTHER_COUNTY, "initial", deaths=1), settings={"own_region_code": PREFECTURE})
    assert abroad == []


def test_each_figure_has_the_one_before_the_last_change() -> None:
    first = of_one_disaster(
        flood(EAST, "initial", 3, deaths=1, affected_population=10, relocated_total_now=8), flood(WEST, "initial", 3)
    )
    second = of_one_disaster(
        flood(EAST, "update", 4, deaths=3, affected_population=10, relocated_total_now=5, direct_economic_loss="7.50")
    )
    made = received(ledger({"1.csv": first, "2.csv": second}), ("1.csv", MORNING, None), ("2.csv", NOON, None))
    [row] = made.table("marts.running_disasters")
    assert (row["deaths"], row["prior_deaths"], row["changed_at"]) == (3, 1, NOON)
    assert (row["relocated_total_now"], row["prior_relocated_total_now"]) == (5, 8)
    assert (row["affected_population"], row["prior_affected_population"]) == (10, 10)
    assert (row["direct_economic_loss"], row["prior_direct_economic_loss"]) == (Decimal("7.50"), None)
    only = received(ledger({"1.csv": first}), ("1.csv", MORNING, None)).table("marts.running_disasters")
    assert [(row["deaths"], row["prior_deaths"], row["changed_at"]) for row in only] == [(1, None, MORNING)]


def test_the_distance_to_a_threshold_of_the_bureau() -> None:
    rows = of_one_disaster(
        flood(EAST, "update", deaths=2, missing=1, collapsed_rooms=40),
        flood(WEST, "initial", deaths=1, severe_rooms=20),
    )
    found = with_thresholds(
        ledger({"a.csv": rows}),
        ("Ⅳ级", "deaths_missing", 3), ("Ⅳ级", "collapsed_severe_rooms", 100), ("Ⅳ级", "relocated_need_aid", 500),
        ("Ⅲ级", "deaths_missing", 9), ("Ⅳ级", "deaths_missing", 8, EAST),
    )  # fmt: skip
    columns = ("region_code", "level", "criterion", "value", "missing_to_threshold", "share_pct", "is_reached")
    shown = [tuple(row[column] for column in columns) for row in found]
    assert shown == [
        (PREFECTURE, "Ⅳ级", "collapsed_severe_rooms", 60, 40, 60, False),
        (PREFECTURE, "Ⅳ级", "deaths_missing", 4, 0, Decimal("133.333333"), True),
        (PREFECTURE, "Ⅳ级", "relocated_need_aid", None, None, None, None),
        (PREFECTURE, "Ⅲ级", "deaths_missing", 4, 5, Decimal("44.444444"), False),
        (EAST, "Ⅳ级", "deaths_missing", 3, 5, Decimal("37.5"), False),
    ]
    assert [(r["unit"], r["not_reported"]) for r in found[:3]] == [
        ("间", None),
        ("人", None),
        ("人", "need_emergency_aid_cum relocated_total_cum"),
    ]


def test_a_share_of_the_population_needs_the_population() -> None:
    drought = report(
        EAST, **DROUGHT, as_of=datetime(2021, 7, 20), stage="update", drought_need_aid_cum=300, affected_population=900
    )
    people = {"region_code": EAST, "region_name": "东县", "kind": "farming_herding"}
    known = ledger(
        {"a.csv": [drought]},
        settings={"own_region_code": EAST},
        rows_of={"population": [people | {"year": y, "population": p} for y, p in ((2019, 1), (2020, 700), (2022, 2))]},
    )
    stated = (("Ⅳ级", "drought_need_aid_share", 30), ("Ⅳ级", "drought_need_aid", 400))
    shown = [(r["criterion"], r["unit"], r["value"], r["is_reached"]) for r in with_thresholds(known, *stated)]
    assert shown == [
        ("drought_need_aid", "人", 300, False),
        ("drought_need_aid_share", "%", Decimal("42.857142"), True),
    ]
    unknown = ledger({"a.csv": [drought]}, settings={"own_region_code": EAST})
    shares = [r["value"] for r in with_thresholds(unknown, *stated) if r["criterion"] == "drought_need_aid_share"]
    assert shares == [None]


def test_without_thresholds_or_with_nothing_running_there_is_no_distance() -> None:
    assert with_thresholds(ledger({"a.csv": [flood(EAST, "initial", deaths=1)]})) == []
    settled = ledger({"a.csv": [report(EAST, occurred_at=TIME, stage="final", deaths=1)]})
    assert with_thresholds(settled, ("Ⅳ级", "deaths_missing", 3)) == []


def test_a_disaster_says_where_it_struck() -> None:
    in_the_east = flood(EAST, "update", deaths=1)
    elsewhere = report(WEST, stage="final", as_of=datetime(2021, 10, 4), **DROUGHT)
    [row] = [one for one in running(in_the_east, elsewhere) if one["hazard_key"] != "drought"]
    assert row["struck_code"] == EAST != row["region_code"]
    [row] = running(*of_one_disaster(flood(EAST, "update"), flood(WEST, "initial")))
    assert row["struck_code"] == row["region_code"]
