"""What the last moment changed, against the state before it; and annual figures as they were known at every moment."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.filings import own
from pipelines.staging_inputs import SCHEMAS
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, WEST, Ledger, ledger, report, source_id
from tests.sql.test_revisions import DAYS, flood, with_history

OPEN = (DAYS[1], None, None)
FIRST = (DAYS[0], None, None)


def changes(made: Ledger, where: str = "true") -> list[tuple[Any, ...]]:
    rows = made.table("marts.changes", where=where)
    return [(row["region_code"], row["indicator"], row["prior_value"], row["value"]) for row in rows]


def test_a_first_load_is_no_change_however_large() -> None:
    made = with_history(ledger({"a.csv": [flood(1, deaths=1), flood(2, deaths=0)]}), {"a.csv": [FIRST]})
    assert changes(made) == []


def test_new_records_are_listed_whole_even_when_they_are_the_first_of_their_year() -> None:
    later = report(WEST, occurred_at=datetime(2023, 6, 1, 8), as_of=DAYS[1], affected_population=7, deaths=0)
    made = with_history(ledger({"a.csv": [flood(1, deaths=1)], "b.csv": [later]}), {"a.csv": [FIRST], "b.csv": [OPEN]})
    assert changes(made, "kind = 'record'") == [
        (WEST, "affected_population", None, 7), (WEST, "deaths", None, 0), (WEST, "event_records", None, 1),
    ]  # fmt: skip
    assert changes(made, f"kind = 'annual' and region_code = '{WEST}' and hazard_key = 'all'") == [
        (WEST, "affected_population", None, 7), (WEST, "deaths", None, 0), (WEST, "event_records", None, 1),
        (WEST, "events", None, 1),
    ]  # fmt: skip
    assert {row["year"] for row in made.table("marts.changes")} == {2023}
    assert {(row["cause"], row["cause_kind"]) for row in made.table("marts.changes")} == {("b.csv", "received")}


def test_only_the_last_moment_counts_and_a_file_that_changed_nothing_is_none() -> None:
    files = {
        "0.csv": [flood(1, affected_population=100)],
        "1.csv": [flood(1, affected_population=250)],
        "2.csv": [flood(1, affected_population=240)],
        "same.csv": [flood(1, affected_population=240)],
    }
    spans = {
        "0.csv": [(DAYS[0], DAYS[1], "superseded")],
        "1.csv": [(DAYS[1], DAYS[2], "superseded")],
        "2.csv": [(DAYS[2], None, None)],
        "same.csv": [(datetime(2024, 9, 1), None, None)],
    }
    made = with_history(ledger(files, status={"0.csv": "superseded", "1.csv": "superseded"}), spans)
    [row] = made.table("marts.changes", where="kind = 'record'")
    assert (row["prior_value"], row["value"], row["change"], row["change_pct"]) == (250, 240, -10, -4)
    assert (row["known_from"], row["cause"], row["unit"]) == (DAYS[2], "2.csv", "人")
    annual = made.table("marts.changes", where=f"kind = 'annual' and region_code = '{EAST}' and hazard_key = 'flood'")
    assert [(row["value"], row["unit"]) for row in annual] == [(240, "人次")]


def test_blank_and_zero_differ_and_have_no_percent() -> None:
    files = {
        "0.csv": [flood(1, affected_population=1, deaths=0), flood(2, missing=None, injured=4)],
        "1.csv": [flood(1, affected_population=1, deaths=None), flood(2, missing=0, injured=None)],
    }
    made = with_history(
        ledger(files, status={"0.csv": "superseded"}), {"0.csv": [(DAYS[0], DAYS[1], "superseded")], "1.csv": [OPEN]}
    )
    rows = [(EAST, "deaths", 0, None), (EAST, "injured", 4, None), (EAST, "missing", None, 0)]
    assert sorted(changes(made, "kind = 'record'")) == rows
    assert sorted(changes(made, f"region_code = '{EAST}' and kind = 'annual' and hazard_key = 'all'")) == rows
    assert {row["change_pct"] for row in made.table("marts.changes")} == {None}


def test_the_tree_moves_as_it_resolves() -> None:
    towns = [flood(1, EAST_TOWN, affected_population=30), flood(1, EAST_FARM, affected_population=20)]
    files = {"towns.csv": towns, "county.csv": [flood(1, EAST, affected_population=70)]}
    made = with_history(ledger(files), {"towns.csv": [FIRST], "county.csv": [OPEN]})
    of_county = f"region_code = '{EAST}' and hazard_key = 'all' and indicator = 'affected_population'"
    assert changes(made, f"kind = 'annual' and {of_county}") == [(EAST, "affected_population", 50, 70)]


def test_townships_that_were_replaced_belonged_to_the_disaster_of_their_county() -> None:
    files = {
        "county.csv": [flood(1, EAST, affected_population=70, deaths=None)],
        "old towns.csv": [flood(1, EAST_TOWN, affected_population=30, deaths=1)],
        "towns.csv": [flood(1, EAST_TOWN, at=1, affected_population=40, deaths=2)],
    }
    spans = {"county.csv": [FIRST], "old towns.csv": [(DAYS[0], DAYS[1], "superseded")], "towns.csv": [OPEN]}
    made = with_history(ledger(files, status={"old towns.csv": "superseded"}), spans)
    assert changes(made, "kind = 'record'") == [
        (EAST_TOWN, "affected_population", 30, 40), (EAST_TOWN, "deaths", 1, 2),
    ]  # fmt: skip
    of_county = f"kind = 'annual' and region_code = '{EAST}' and hazard_key = 'all'"
    assert changes(made, of_county) == [(EAST, "deaths", 1, 2)]


def test_a_withdrawn_file_takes_its_year_with_it() -> None:
    files = {"a.csv": [flood(1, deaths=2)], "b.csv": [report(WEST, occurred_at=datetime(2023, 6, 1), deaths=3)]}
    spans = {"a.csv": [FIRST], "b.csv": [(DAYS[0], DAYS[1], "withdrawn")]}
    made = with_history(ledger(files, status={"b.csv": "withdrawn"}), spans)
    gone = [(WEST, "deaths", 3, None), (WEST, "event_records", 1, None), (WEST, "events", 1, None)]
    assert changes(made, f"region_code = '{WEST}' and kind = 'annual' and hazard_key = 'all'") == gone
    [known] = made.table("marts.annual_known", where=f"region_code = '{WEST}' and known_to is null")
    assert (known["known_from"], known["events"], known["deaths"]) == (DAYS[1], None, None)


def test_a_record_held_out_moves_the_year_and_names_the_file_that_holds_it_out() -> None:
    vague = [report(PREFECTURE, occurred_at=datetime(2024, 6, 4, 9), as_of=DAYS[0], affected_population=80)]
    counties = [
        flood(4, EAST, at=1, affected_population=50, deaths=0, injured=1),
        flood(4, WEST, at=1, affected_population=20, deaths=0, injured=1),
    ]
    made = with_history(ledger({"old.csv": vague, "new.csv": counties}), {"old.csv": [FIRST], "new.csv": [OPEN]})
    held = made.table("core.losses", "source_id", where="held_out")
    assert [row["source_id"] for row in held] == [source_id("old.csv")]
    where = (
        f"kind = 'annual' and region_code = '{PREFECTURE}' and hazard_key = 'all' and indicator = 'affected_population'"
    )
    [row] = made.table("marts.changes", where=where)
    assert (row["prior_value"], row["value"], row["cause"]) == (80, 70, "new.csv")


def test_thousands_of_records_at_once_are_named_without_their_figures() -> None:
    start = datetime(2020, 1, 1)
    many = [
        report(EAST, occurred_at=start.replace(hour=n // 3600, minute=n // 60 % 60, second=n % 60), deaths=1)
        for n in range(5001)
    ]
    made = with_history(ledger({"a.csv": [flood(1)], "b.csv": many}), {"a.csv": [FIRST], "b.csv": [OPEN]})
    counted = made.warehouse
    made.table("marts.changes", where="false")
    told = counted.read("select indicator, count(*) from marts.changes where kind = 'record' group by 1").rows()
    assert told == [("event_records", 5001)]
    assert changes(
        made, f"kind = 'annual' and region_code = '{EAST}' and indicator = 'deaths' and hazard_key = 'all'"
    ) == [(EAST, "deaths", None, 5001)]


def decided(made: Ledger, **stated: str) -> Ledger:
    given = {"year": "2024", "region_code": EAST, "hazard_key": "", "decided_by": "张三", "reason": "会商"}
    row = given | {"decided_at": f"{DAYS[1]}"} | stated
    schema = SCHEMAS["staging.decisions_adjustments"]
    made.warehouse.write("staging.decisions_adjustments", pl.DataFrame([row], schema=schema))
    return made


def test_an_adjustment_is_a_change_of_annual_figures_alone() -> None:
    made = with_history(ledger({"a.csv": [flood(1, deaths=2)]}), {"a.csv": [FIRST]})
    decided(made, indicator="deaths", delta="-1")
    assert changes(made, f"region_code in ('{EAST}', '{PREFECTURE}') and hazard_key = 'all'") == [
        (EAST, "deaths", 2, 1), (PREFECTURE, "deaths", 2, 1),
    ][::-1]  # fmt: skip
    rows = made.table("marts.changes")
    assert {(row["kind"], row["cause_kind"], row["known_from"]) for row in rows} == {("annual", "adjusted", DAYS[1])}
    assert all(row["cause"] for row in rows)


def test_an_adjustment_of_a_figure_nobody_reported_has_no_base() -> None:
    made = with_history(ledger({"a.csv": [flood(1, deaths=2)]}), {"a.csv": [FIRST]})
    decided(made, indicator="missing", delta="3")
    assert changes(made, f"region_code = '{EAST}' and hazard_key = 'all'") == [(EAST, "missing", None, 3)]


def test_the_first_disaster_of_a_year_that_was_adjusted_before_comes_after_none() -> None:
    later = report(WEST, occurred_at=datetime(2023, 6, 1, 8), as_of=DAYS[2], deaths=4)
    spans = {"a.csv": [FIRST], "b.csv": [(DAYS[2], None, None)]}
    made = with_history(ledger({"a.csv": [flood(1, deaths=1)], "b.csv": [later]}), spans)
    decided(made, indicator="deaths", delta="1", year="2023", region_code=WEST)
    assert changes(made, f"kind = 'annual' and region_code = '{WEST}' and hazard_key = 'all'") == [
        (WEST, "deaths", 1, 5), (WEST, "event_records", 0, 1), (WEST, "events", 0, 1),
    ]  # fmt: skip


def test_what_was_filed_stands_beside_the_cell() -> None:
    files = {"0.csv": [flood(1, deaths=2)], "1.csv": [flood(1, deaths=3, injured=1)]}
    made = with_history(
        ledger(files, status={"0.csv": "superseded"}), {"0.csv": [(DAYS[0], DAYS[1], "superseded")], "1.csv": [OPEN]}
    )
    filing = {"filing_id": "20240720-tidy-990101-1", "chain_number": "1", "profile": "tidy", "year": "2024"}
    figure = {"filing_id": filing["filing_id"], "indicator": "deaths", "value": "2", "region_code": EAST}
    event = "20240601080000-flood-990101"
    for table, row in (
        ("staging.filings", filing),
        ("staging.filed_figures", figure | {"year": "2024", "hazard_key": "all"}),
        ("staging.filed_versions", figure | {"event_id": event}),
    ):
        schema = own.SCHEMAS[table]
        made.warehouse.write(table, pl.DataFrame([{key: row.get(key, "") for key in schema}], schema=schema))
    rows = made.table("marts.changes", where=f"region_code = '{EAST}' and indicator in ('deaths', 'injured')")
    filed = {
        (r["kind"], r["hazard_key"], r["indicator"]): (r["filed_value"], r["filing_id"]) for r in rows if r["is_filed"]
    }
    assert filed == {
        ("record", "flood", "deaths"): (2, filing["filing_id"]),
        ("annual", "all", "deaths"): (2, filing["filing_id"]),
    }
    assert len(rows) == 6


def test_every_moment_of_a_year_is_known_those_that_never_changed_too() -> None:
    files = {
        "0.csv": [flood(1, affected_population=100)],
        "1.csv": [flood(1, affected_population=250), flood(3, WEST, at=1, direct_economic_loss="0.5")],
    }
    spans = {"0.csv": [(DAYS[0], DAYS[1], "superseded")], "1.csv": [OPEN]}
    made = with_history(ledger(files, status={"0.csv": "superseded"}), spans)
    rows = made.table("marts.annual_known", where=f"region_code in ('{EAST}', '{WEST}')")
    assert [
        (
            r["region_code"],
            r["known_from"],
            r["known_to"],
            r["events"],
            r["affected_population"],
            r["direct_economic_loss"],
        )
        for r in rows
    ] == [
        (EAST, DAYS[0], DAYS[1], 1, 100, None),
        (EAST, DAYS[1], None, 1, 250, None),
        (WEST, DAYS[1], None, 1, None, Decimal("0.5")),
    ]


def test_without_receipts_a_year_is_known_without_saying_since_when() -> None:
    made = ledger({"a.csv": [flood(1, deaths=1, missing=2)]})
    [row] = made.table("marts.annual_known", where=f"region_code = '{EAST}'")
    assert (row["known_from"], row["known_to"], row["events"], row["deaths_missing"]) == (None, None, 1, 3)
    assert changes(made) == []
