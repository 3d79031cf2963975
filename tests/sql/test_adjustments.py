"""Annual adjustments (会商核定): an annual figure is the sum of disasters and adjustments, at each level."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines import received_tables
from tests.scenario import EAST, EAST_TOWN, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger, report
from tests.sql.test_revisions import with_history

LIST = [
    report(EAST_TOWN, affected_population=40, direct_economic_loss="10.50", deaths=1, occurred_at=datetime(2021, 7, 9)),
    report(EAST, affected_population=100, direct_economic_loss="20.50", deaths=1, hazard_key="flood_river"),
    report(WEST, affected_population=7, direct_economic_loss="2.00", hazard_key="hail"),
]
ALL_OF_2021 = [(PREFECTURE, date(2021, 1, 1), date(2021, 12, 31))]
RECEIVED = datetime(2022, 1, 10, 9)
DECIDED = "2022-01-20 10:00:00"


def adjust(indicator: str, delta: str, region: str = EAST, hazard: str = "", **other: str) -> Row:
    return {
        "year": "2021", "region_code": region, "hazard_key": hazard, "indicator": indicator, "delta": delta,
        "decided_by": "王", "decided_at": DECIDED, "reason": "会商",
    } | other  # fmt: skip


def adjusted(*rows: Row, listed: Iterable[Row] = LIST, **other: Any) -> Ledger:
    return ledger({"a.csv": listed}, decisions={"adjustments": rows}, settings={"own_region_code": PREFECTURE}, **other)


def annual(made: Ledger, column: str, hazard: str = "all") -> dict[str, Any]:
    rows = made.table("marts.annual_losses", "region_code", column, where=f"year = 2021 and hazard_key = '{hazard}'")
    return {row["region_code"]: row[column] for row in rows if row[column] is not None}


def test_an_adjustment_moves_its_region_and_all_above_it() -> None:
    before, made = adjusted(), adjusted(adjust("affected_population", "-15"))
    assert annual(before, "affected_population")[EAST] == 140
    found = annual(made, "affected_population")
    assert (found[EAST], found[PREFECTURE], found[PROVINCE], found[WEST]) == (125, 132, 132, 7)
    assert found[EAST_TOWN] == 40
    assert annual(made, "direct_economic_loss") == annual(before, "direct_economic_loss")
    assert annual(made, "events") == annual(before, "events")
    assert annual(made, "event_records") == annual(before, "event_records")


@pytest.mark.parametrize("hazard", ["", "flood", "flood_river"])
@pytest.mark.parametrize("region", [EAST, PREFECTURE])
def test_every_drill_down_still_adds_up(hazard: str, region: str) -> None:
    made = adjusted(adjust("affected_population", "9", region, hazard), adjust("direct_economic_loss", "-0.25", region))
    parents = {row["region_code"]: row["parent_code"] for row in made.table("core.regions")}
    for column in ("affected_population", "direct_economic_loss"):
        for scope in ("all", "flood", "hail", "unspecified"):
            found = annual(made, column, scope)
            for code in (EAST, PREFECTURE):
                below = [value for child, value in found.items() if parents[child] == code]
                assert sum(below) == found.get(code, 0), (column, scope, code)
        by_hazard = [annual(made, column, scope).get(EAST, 0) for scope in ("flood", "hail", "unspecified")]
        assert sum(by_hazard) == annual(made, column)[EAST]
    assert annual(made, "affected_population")[PREFECTURE] == 156
    assert annual(made, "affected_population")[EAST] == (149 if region == EAST else 140)


def test_an_adjustment_counts_under_its_hazard_or_under_none() -> None:
    told = adjusted(adjust("affected_population", "9", hazard="flood_river"))
    assert [annual(told, "affected_population", key)[EAST] for key in ("all", "flood", "flood_river")] == [
        149,
        149,
        109,
    ]
    untold = adjusted(adjust("affected_population", "9"))
    assert [annual(untold, "affected_population", key)[EAST] for key in ("all", "flood", "unspecified")] == [
        149,
        140,
        9,
    ]
    assert annual(untold, "events", "unspecified") == {EAST: 0, PREFECTURE: 0, PROVINCE: 0}


def test_a_figure_nobody_reported_and_a_year_without_a_disaster_can_be_adjusted() -> None:
    made = adjusted(adjust("missing", "2"), adjust("collapsed_rooms", "3", WEST, year="2020"))
    assert annual(made, "missing") == {EAST: 2, f"{EAST}-rest": 2, PREFECTURE: 2, PROVINCE: 2}
    old = made.table("marts.annual_losses", where=f"year = 2020 and region_code = '{WEST}' and hazard_key = 'all'")
    assert [(row["collapsed_rooms"], row["events"], row["deaths"]) for row in old] == [(3, 0, None)]


def test_what_was_never_allowed_is_not_counted_and_said() -> None:
    made = adjusted(
        adjust("relocated_total_now", "5"), adjust("nonsense", "5"), adjust("deaths", "x"), adjust("deaths", "0.5")
    )
    assert made.table("core.adjustments") == []
    assert [(f["region_code"], f["indicator"]) for f in made.failures("R130")] == [
        (EAST, "deaths"), (EAST, "deaths"), (EAST, "nonsense"), (EAST, "relocated_total_now"),
    ]  # fmt: skip


def received(made: Ledger, *filings: tuple[str, str, list[Row]]) -> Ledger:
    """Filings of the county: id, state and the adjustments in their manifests."""
    tables: dict[str, list[Row]] = {"received_filings": [], "received_adjustments": []}
    for filing_id, state, rows in filings:
        told = {"folder": filing_id, "filing_id": filing_id}
        tables["received_filings"].append(
            told | {"state": state, "region_code": EAST, "received_at": "2022-02-01 09:00:00"}
        )
        tables["received_adjustments"] += [row | told for row in rows]
    for name, rows in tables.items():
        schema = dict.fromkeys(received_tables.COLUMNS[name], pl.String())
        frame = pl.DataFrame([{key: row.get(key) for key in schema} for row in rows], schema=schema)
        made.warehouse.write(f"staging.{name}", frame)
    return made


def test_one_adjustment_that_arrives_by_two_filings_counts_once() -> None:
    one, other = adjust("affected_population", "9"), adjust("affected_population", "9.000000")
    more = adjust("affected_population", "1", decided_at="2022-01-21 10:00:00")
    made = received(adjusted(), ("F1", "sound", [one]), ("F2", "sound", [other, more]), ("F3", "tampered", [
        adjust("affected_population", "500"),
    ]))  # fmt: skip
    assert annual(made, "affected_population")[PREFECTURE] == 157
    rows = made.table("core.adjustments", "delta", "source", "known_from")
    assert [(row["delta"], row["source"], row["known_from"].month) for row in rows] == [(1, "F2", 2), (9, "F1", 2)]
    assert len(received(adjusted(one), ("F1", "sound", [one])).table("core.adjustments")) == 1


def compared(made: Ledger, kind: str, indicator: str, hazard: str = "all", year: int = 2021) -> tuple[Any, ...]:
    [row] = made.table(
        "marts.year_on_year", "value", "prior_value", "note",
        where=f"period_kind = '{kind}' and region_code = '{EAST}' and hazard_key = '{hazard}' and year = {year} "
        f"and indicator = '{indicator}'",
    )  # fmt: skip
    return row["value"], row["prior_value"], row["note"]


def test_a_year_holds_its_adjustments_and_a_part_of_it_does_not() -> None:
    made = adjusted(adjust("missing", "2"), adjust("affected_population", "-15"), coverage=ALL_OF_2021)
    assert compared(made, "year", "affected_population")[::2] == (125, "no_prior adjusted")
    assert compared(made, "year", "deaths_missing")[0] == 4
    assert compared(made, "year_to_date", "affected_population")[::2] == (140, "no_prior adjustment_left_out")
    flood_season = compared(made, "flood_season", "affected_population")
    assert (flood_season[0], flood_season[2]) == (40, "no_prior adjustment_left_out")
    assert compared(made, "year", "direct_economic_loss")[::2] == (31, "no_prior")
    assert compared(made, "year", "affected_population", "flood")[0] == 140
    assert compared(made, "year", "missing", "unspecified")[0] == 2


def test_the_year_after_says_that_the_one_before_was_adjusted() -> None:
    later = [report(EAST, affected_population=50, occurred_at=datetime(2022, 5, 1), as_of=datetime(2022, 12, 31))]
    made = adjusted(adjust("affected_population", "-15"), listed=[*LIST, *later], coverage=[
        *ALL_OF_2021, (PREFECTURE, date(2022, 1, 1), date(2022, 12, 31)),
    ])  # fmt: skip
    assert compared(made, "year", "affected_population", year=2022) == (50, 125, "prior_adjusted")
    assert compared(made, "half_year", "affected_population", year=2022)[2] == "prior_zero adjustment_left_out"


def test_a_quiet_year_that_was_adjusted_has_zeros_beside_the_adjustment() -> None:
    quiet = (PREFECTURE, date(2020, 1, 1), date(2020, 12, 31))
    made = adjusted(adjust("affected_population", "3", year="2020"), coverage=[*ALL_OF_2021, quiet])
    told = ("affected_population", "deaths", "events")
    assert [compared(made, "year", name, year=2020)[0] for name in told] == [3, 0, 0]
    unknown = adjusted(adjust("affected_population", "3", year="2020"), period_figures=[stated("140", 2019)])
    assert [compared(unknown, "year", name, year=2020)[0] for name in told] == [3, None, None]


def test_the_composition_of_the_loss_holds_adjustments() -> None:
    made = adjusted(
        adjust("direct_economic_loss", "4"), adjust("loss_agriculture", "4"),
        listed=[report(EAST, direct_economic_loss="16", loss_agriculture="16")],
    )  # fmt: skip
    [row] = made.table("marts.loss_composition", where=f"region_code = '{EAST}' and hazard_key = 'all'")
    assert (row["value"], row["share_pct"], row["parts_minus_total"]) == (Decimal(20), Decimal(100), Decimal(0))


def stated(value: str, year: int = 2021) -> Row:
    return {
        "region_code": EAST, "period_start": date(year, 1, 1), "period_end": date(year, 12, 31),
        "indicator": "affected_population", "value": Decimal(value), "unit": "人", "basis": "reported_annual",
    }  # fmt: skip


def test_an_annual_figure_that_adjustments_explain_agrees_with_the_disasters() -> None:
    coverage = ALL_OF_2021
    plain = adjusted(period_figures=[stated("125")], coverage=coverage)
    assert [(f["value"], f["other"]) for f in plain.failures("R072")] == [(125, 140)]
    made = adjusted(adjust("affected_population", "-15"), period_figures=[stated("125")], coverage=coverage)
    assert made.failures("R072") == []
    short = adjusted(adjust("affected_population", "-5"), period_figures=[stated("125")], coverage=coverage)
    [finding] = short.findings("R072")
    assert (finding["value"], "135" in finding["message_zh"], "会商核定调整" in finding["message_zh"]) == (
        "125",
        True,
        True,
    )


def test_a_part_that_is_adjusted_without_its_total_is_found() -> None:
    listed = [report(EAST, direct_economic_loss="10", loss_agriculture="10", affected_population=5)]
    alone = adjusted(adjust("loss_agriculture", "4"), listed=listed)
    found = {(f["region_code"], f["indicator"], f["value"], f["other"]) for f in alone.failures("R131")}
    assert found == {(EAST, "direct_economic_loss", 10, 14)}
    both = adjusted(adjust("loss_agriculture", "4"), adjust("direct_economic_loss", "4"), listed=listed)
    assert both.failures("R131") == []


def test_the_history_of_a_year_has_the_moment_of_an_adjustment() -> None:
    made = with_history(adjusted(adjust("affected_population", "-15")), {"a.csv": [(RECEIVED, None, None)]})
    rows = made.table("marts.revisions", where=f"kind = 'annual' and region_code = '{EAST}'")
    told = [(row["indicator"], row["value"], row["known_from"], row["cause"], row["cause_kind"]) for row in rows]
    assert told == [
        ("affected_population", 140, RECEIVED, "a.csv", "received"),
        ("affected_population", 125, datetime.fromisoformat(DECIDED), "decisions/adjustments.csv", "adjusted"),
    ]
    known = made.table("marts.annual_known", where=f"region_code = '{PREFECTURE}' and year = 2021")
    assert [(row["affected_population"], row["events"]) for row in known] == [(147, 3), (132, 3)]
