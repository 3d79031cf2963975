"""Rules of the ledgers and of period figures: what adds up within the written precision, and what is said if not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pipelines import codebooks
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, WEST, Ledger, Row, ledger, report

YEAR = {"period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31), "basis": "reported_annual"}


def figure(indicator: str, value: str | None, **stated: Any) -> Row:
    return {
        "region_code": EAST, "indicator": indicator, "value": None if value is None else Decimal(value), "unit": "",
        "source_id": "id-of-ledger.csv",
    } | YEAR | stated  # fmt: skip


def figures(*rows: Row, **more: Any) -> Ledger:
    """A ledger with these period figures of one file; another ledger's rows may come with them."""
    return ledger({}, period_figures=rows, rows_of={"reporting_units": [{"region_code": EAST}]} | more)


def fund(region: str, stage: str, wan: str, **stated: Any) -> Row:
    told = {"region_code": region, "stage": stage, "payer_level": "central", "purpose": "emergency", "year": 2023}
    return told | {"amount": Decimal(wan) * 10_000} | stated


def funds(*rows: Row) -> Ledger:
    return ledger({}, rows_of={"relief_funds": rows})


FOUND, DONE, HELD = "flood_control_hazards_found", "flood_control_hazards_rectified", "flood_control_hazards_controlled"


@pytest.mark.parametrize(
    ("total", "done", "held", "findings"),
    [
        ("200", "101", "99", 0),
        ("201", "101", "99", 1),
        ("199", "101", "99", 1),
        ("200", "101", None, 0),
        ("100", "101", None, 1),
    ],
)
def test_hazards_found_are_those_rectified_and_those_under_control(total, done, held, findings):
    rows = [figure(FOUND, total), figure(DONE, done)] + ([figure(HELD, held)] if held else [])
    found = figures(*rows).failures("R093")
    assert len(found) == findings
    if found:
        assert (found[0]["indicator"], found[0]["value"]) == (FOUND, Decimal(total))


def test_figures_of_different_periods_and_regions_are_never_added():
    half = {"period_kind": "half_year", "period_end": date(2021, 6, 30)}
    made = figures(figure(FOUND, "10"), figure(DONE, "20", **half), figure(HELD, "30", region_code=WEST))
    assert made.failures("R093") == []


@pytest.mark.parametrize(("total", "findings"), [("7.1", 0), ("7.2", 1)])
def test_a_rounded_total_is_taken_with_its_written_precision(total, findings):
    wan = Decimal(total) * 10_000
    made = figures(
        figure("relocated_total_cum", str(wan), state="rounded", half_width=Decimal(500)),
        figure("relocated_collective_cum", "50000"), figure("relocated_dispersed_cum", "21400"),
    )  # fmt: skip
    assert len(made.failures("R093")) == findings


@pytest.mark.parametrize(("state", "value"), [("at_least", "10"), ("approximate", "10"), ("masked", None)])
def test_what_may_be_anything_breaks_no_sum(state, value):
    assert figures(figure(FOUND, "200"), figure(DONE, "150"), figure(HELD, value, state=state)).failures("R093") == []


def test_a_lower_bound_above_the_total_breaks_it():
    assert (
        len(figures(figure(FOUND, "200"), figure(DONE, "150", state="at_least"), figure(HELD, "60")).failures("R093"))
        == 1
    )


MERGED = {
    "direct_economic_loss": "4634.2", "loss_agriculture": "3001.8", "loss_housing_household": "309.9",
    "loss_infrastructure": "1280.4", "loss_public_service_and_other": "42.1",
}  # fmt: skip


def test_merged_categories_add_up_and_the_merged_one_stays_merged():
    assert figures(*(figure(name, value) for name, value in MERGED.items())).failures("R093") == []
    wrong = MERGED | {"loss_agriculture": "3001.7"}
    [finding] = figures(*(figure(name, value) for name, value in wrong.items())).findings("R093")
    assert (finding["value"], finding["amount"]) == ("4634.2", Decimal("0.1"))
    with_industry = wrong | {"loss_industry_commerce": "0.1"}
    assert figures(*(figure(name, value) for name, value in with_industry.items())).failures("R093") == []


def test_a_part_is_never_more_than_its_total():
    made = figures(figure("safety_hazards_major_found", "30"), figure("safety_hazards_major_rectified", "52"))
    [finding] = made.failures("R094")
    assert (finding["value"], finding["other"]) == (30, 52)


@pytest.mark.parametrize(("rate", "findings"), [("98.5", 0), ("98.48", 0), ("98", 0), ("98.4", 1), ("99", 1)])
def test_a_stated_rate_is_reckoned_again(rate, findings):
    stated = {
        "year_end_hazards_found": "526",
        "year_end_hazards_rectified": "518",
        "year_end_hazards_rectified_pct": rate,
    }
    found = figures(*(figure(name, value) for name, value in stated.items())).failures("R095")
    assert len(found) == findings
    assert all(finding["other"] == Decimal("98.48") for finding in found)


def test_the_same_thing_counted_twice_is_one_number():
    made = figures(figure("townships_pledged", "22"), figure("forest_fire_townships_inspected", "21"))
    [finding] = made.failures("R096")
    assert (finding["value"], finding["other"], finding["indicator"]) == (22, 21, "townships_pledged")


def year_of_events(value: str, covered: bool, **stated: Any) -> list[Row]:
    rows = [report(EAST, occurred_at=datetime(2021, 7, 1), as_of=datetime(2021, 12, 31), affected_population=100)]
    coverage = [(EAST, date(2021, 1, 1), date(2021, 12, 31))] if covered else []
    row = figure("affected_population", value, **stated) | {"source_id": "id-of-a.csv"}
    return ledger({"a.csv": rows}, coverage=coverage, period_figures=[row]).failures("R072")


@pytest.mark.parametrize(
    ("value", "covered", "findings"), [("100", True, 0), ("120", True, 1), ("120", False, 0), ("80", False, 1)]
)
def test_an_annual_figure_agrees_with_the_sum_of_events_where_all_are_known_and_never_falls_below_it(
    value, covered, findings
):
    found = year_of_events(value, covered)
    assert len(found) == findings
    assert all((f["value"], f["indicator"]) == (Decimal(value), "affected_population") for f in found)


def test_a_year_that_is_covered_without_a_disaster_adds_up_to_nothing():
    row = figure("affected_population", "5", region_code=WEST) | {"source_id": "id-of-a.csv"}
    coverage = [(WEST, date(2021, 1, 1), date(2021, 12, 31))]
    made = ledger({"a.csv": [report(EAST, deaths=0)]}, coverage=coverage, period_figures=[row])
    assert [(f["value"], f["other"]) for f in made.failures("R072")] == [(5, 0)]


def test_a_rounded_annual_figure_agrees_within_its_precision():
    assert year_of_events("120", True, state="rounded", half_width=Decimal(50)) == []
    assert year_of_events("120", True, period_kind="plan") == []


def test_own_money_below_that_of_the_children_is_an_error_and_both_stay_visible():
    made = funds(fund(EAST, "paid", "5"), fund(EAST_TOWN, "paid", "4"), fund(EAST_FARM, "paid", "3"))
    [finding] = made.findings("R070")
    assert (finding["severity"], finding["region_code"], finding["value"], finding["amount"]) == ("error", EAST, "5", 2)
    assert "金额" in finding["message_zh"] and "7" in finding["message_zh"]
    rows = made.table("marts.relief_totals", "region_code", "amount")
    assert {row["region_code"]: row["amount"] for row in rows}[EAST] == 5
    assert (
        funds(fund(EAST, "paid", "7"), fund(EAST_TOWN, "paid", "4"), fund(EAST_FARM, "paid", "3")).failures("R070")
        == []
    )


def test_words_that_may_mean_the_same_money_are_compared_as_well():
    made = funds(fund(EAST, "paid", "5", payer_level="donation"), fund(EAST_TOWN, "paid", "9", payer_level=None))
    assert [(f["value"], f["other"]) for f in made.failures("R070") if f["indicator"] == "amount"] == [(5, 9)]


def test_more_spent_than_received_is_told_by_year_and_season():
    season = {"purpose": "winter_spring", "season": "2022-2023"}
    made = funds(
        fund(EAST, "received", "5"), fund(EAST, "paid", "6"), fund(EAST, "received", "50", **season),
        fund(EAST, "paid", "40", **season), fund(WEST, "paid", "3"),
    )  # fmt: skip
    [finding] = made.findings("R083")
    assert (finding["region_code"], finding["severity"], finding["amount"]) == (EAST, "warning", 1)
    assert "2023年" in finding["message_zh"]


def test_more_aided_than_in_need_is_told():
    row = {"region_code": EAST, "season": "2022-2023", "need_people": 10, "aided_people": 11, "need_households": 3,
           "aided_households": 3}  # fmt: skip
    [finding] = ledger({}, rows_of={"winter_spring": [row]}).failures("R084")
    assert (finding["value"], finding["indicator"]) == (11, "aided_people")


DAMAGE = ("collapsed_dwelling_households", "severe_dwelling_households", "minor_dwelling_households")


@pytest.mark.parametrize(("rebuild", "repair", "wrong"), [(24, 14, set()), (25, 14, {25}), (24, 13, {13})])
def test_those_who_rebuild_and_repair_are_those_whose_houses_were_damaged(rebuild, repair, wrong):
    need = [{"region_code": EAST, "year": 2021, "rebuild_need_households": rebuild, "repair_need_households": repair}]
    rows = [figure(name, value) for name, value in zip(DAMAGE, ("7", "17", "14"), strict=True)]
    assert {f["value"] for f in figures(*rows, rebuilding=need).failures("R085")} == wrong
    disasters = [report(EAST, **dict(zip(DAMAGE, (7, 17, 14), strict=True)))]
    made = ledger({"a.csv": disasters}, rows_of={"rebuilding": need})
    assert {f["value"] for f in made.failures("R085")} == wrong


def test_without_figures_of_damage_nothing_is_said_of_those_who_rebuild():
    need = [{"region_code": EAST, "year": 2021, "rebuild_need_households": 5, "rebuild_done_households": 6}]
    [finding] = ledger({}, rows_of={"rebuilding": need}).failures("R085")
    assert (finding["indicator"], finding["value"]) == ("rebuild_done_households", 6)


def test_yuan_under_a_heading_in_10000_yuan_is_told_by_what_a_household_would_get():
    made = funds(fund(EAST, "paid", "500000", person_times=300), fund(WEST, "paid", "50", person_times=300))
    [finding] = made.findings("R097")
    assert (finding["region_code"], finding["severity"], finding["indicator"]) == (EAST, "warning", "amount")
    assert "16666666 元" in finding["message_zh"]


def test_yuan_under_a_heading_in_10000_yuan_is_told_by_its_peers_where_nobody_is_counted():
    rows = [fund(EAST, "received", str(number)) for number in (10, 20, 30, 40, 50)]
    [finding] = funds(*rows, fund(WEST, "received", "300000")).findings("R097")
    assert (finding["region_code"], finding["value"]) == (WEST, "3000000000")
    assert funds(*rows, fund(WEST, "received", "3000")).failures("R097") == []
    assert funds(*rows[:2], fund(WEST, "received", "300000")).failures("R097") == []


def test_a_person_may_still_explain_what_a_rule_finds():
    told = {"rule_id": "R096", "explained_by": "甲", "explained_at": "2023-01-01", "reason": "一个街道没有林地"}
    made = ledger(
        {}, rows_of={"reporting_units": [{"region_code": EAST}]},
        period_figures=[figure("townships_pledged", "22"), figure("forest_fire_townships_inspected", "21")],
        decisions={"explanations": [told]},
    )  # fmt: skip
    [finding] = made.findings("R096")
    assert (finding["status"], finding["reason"]) == ("explained", "一个街道没有林地")


def test_the_codebooks_of_the_rules_name_what_there_is():
    indicators = codebooks.indicators()
    for row in codebooks.rows("period_sums"):
        assert {row["total"], *row["parts"].split(), *row["unless"].split()} <= set(indicators), row
        assert row["relation"] in {"equals", "within", "rate", "same"}
    for row in codebooks.rows("ledger_overlaps"):
        assert {row["value"], row["other"]} <= set(codebooks.choices(row["list"])), row
    for row in codebooks.rows("ledger_limits"):
        assert codebooks.ledgers()[row["ledger"]].column(row["per"]), row
        assert int(row["largest"]) > 0
