"""Candidates: rows of different sources that may be one disaster; the less detailed one stands aside."""

from datetime import datetime, timedelta

from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, PROVINCE, TIME, WEST, Ledger, ledger, report

NEXT_DAY = TIME + timedelta(days=1)


def held(made: Ledger) -> list[tuple[str, str]]:
    return [
        (row["source_id"].removeprefix("id-of-"), row["region_code"])
        for row in made.table("core.losses")
        if row["held_out"]
    ]


def total(made: Ledger) -> int:
    return made.cell("marts.annual_losses", "deaths", f"region_code = '{PROVINCE}' and hazard_key = 'all'")


DETAILED = [report(EAST, deaths=2, injured=3), report(EAST_TOWN, deaths=2)]
BRIEF = [report(EAST, deaths=2, occurred_at=NEXT_DAY)]


def test_the_less_detailed_of_two_reports_is_held_out_of_totals():
    made = ledger({"detailed.csv": DETAILED, "brief.csv": BRIEF})
    assert held(made) == [("brief.csv", EAST)]
    assert total(made) == 2
    [candidate] = made.table("core.candidates")
    assert (candidate["event_id"], candidate["other_event_id"]) == (
        "20211004123748-flood-990101",
        "20211003123748-flood-990101",
    )
    assert (candidate["figures"], candidate["other_figures"], candidate["days_apart"]) == (1, 3, 1)
    assert [row["severity"] for row in made.findings("R090")] == ["warning"]


def test_the_order_of_receipt_does_not_matter():
    assert held(ledger({"brief.csv": BRIEF, "detailed.csv": DETAILED})) == [("brief.csv", EAST)]


def test_a_decision_that_they_are_different_lets_both_count():
    different = {
        "event_id_a": "20211004123748-flood-990101",
        "event_id_b": "20211003123748-flood-990101",
        "decision": "different",
    }
    made = ledger({"detailed.csv": DETAILED, "brief.csv": BRIEF}, decisions={"same_disaster": [different]})
    assert (held(made), total(made)) == ([], 4)


def test_a_decision_that_they_are_the_same_makes_them_versions():
    same = {
        "event_id_a": "20211004123748-flood-990101",
        "event_id_b": "20211003123748-flood-990101",
        "decision": "same",
    }
    later = [BRIEF[0] | {"deaths": 5, "as_of": datetime(2021, 11, 1)}]
    made = ledger({"detailed.csv": DETAILED, "brief.csv": later}, decisions={"same_disaster": [same]})
    assert (held(made), total(made)) == ([], 5)


def test_rows_of_one_source_never_hold_each_other_out():
    assert held(ledger({"list.csv": DETAILED + BRIEF})) == []


def test_two_disasters_that_one_source_tells_apart_are_no_candidates():
    both = [report(EAST, deaths=1), report(EAST, deaths=1, occurred_at=NEXT_DAY)]
    again = [row | {"as_of": datetime(2021, 11, 1)} for row in both[:1]]
    assert held(ledger({"list.csv": both, "again.csv": again})) == []


def test_four_days_or_another_hazard_or_region_make_no_candidate():
    later = report(EAST, deaths=1, occurred_at=TIME + timedelta(days=4))
    drought = report(EAST, deaths=1, hazard_key="drought", occurred_at=NEXT_DAY)
    elsewhere = report(WEST, deaths=1, occurred_at=NEXT_DAY)
    assert held(ledger({"detailed.csv": DETAILED, "other.csv": [later, drought, elsewhere]})) == []


def test_an_unspecified_hazard_matches_any_and_a_missing_date_the_whole_year():
    vague = report(PREFECTURE, deaths=1, hazard_key="unspecified", occurred_at=None, year_hint=2021)
    assert held(ledger({"detailed.csv": DETAILED, "vague.csv": [vague]})) == [("vague.csv", PREFECTURE)]
    other_year = vague | {"year_hint": 2020, "as_of": datetime(2020, 12, 1)}
    assert held(ledger({"detailed.csv": DETAILED, "vague.csv": [other_year]})) == []


def test_nested_regions_are_candidates_and_the_figures_under_the_wider_one_decide():
    city = [report(PREFECTURE, deaths=9, occurred_at=NEXT_DAY)]
    made = ledger({"detailed.csv": DETAILED, "city.csv": city})
    assert held(made) == [("city.csv", PREFECTURE)]


def test_with_equal_detail_the_wider_region_then_the_earlier_cut_off_stands_aside():
    wide = [report(PREFECTURE, deaths=1, occurred_at=NEXT_DAY)]
    assert held(ledger({"wide.csv": wide, "narrow.csv": [report(EAST, deaths=1)]})) == [("wide.csv", PREFECTURE)]
    early = [report(EAST, deaths=1, as_of=datetime(2021, 10, 6))]
    late = [report(EAST, deaths=1, occurred_at=NEXT_DAY, as_of=datetime(2021, 10, 9))]
    assert held(ledger({"early.csv": early, "late.csv": late})) == [("early.csv", EAST)]


def test_of_three_reports_on_one_disaster_exactly_one_counts():
    third = [report(EAST, deaths=2, occurred_at=TIME + timedelta(days=2), injured=1)]
    made = ledger({"detailed.csv": DETAILED, "brief.csv": BRIEF, "third.csv": third})
    assert sorted(held(made)) == [("brief.csv", EAST), ("third.csv", EAST)]
    assert total(made) == 2


def test_all_rows_of_the_less_detailed_report_that_overlap_stand_aside():
    full = [report(code, deaths=1, injured=1) for code in (EAST, EAST_TOWN, EAST_FARM)]
    rows = [report(EAST, deaths=1, occurred_at=NEXT_DAY), report(EAST_TOWN, deaths=1, occurred_at=NEXT_DAY)]
    made = ledger({"full.csv": full, "less.csv": rows})
    assert sorted(held(made)) == [("less.csv", EAST), ("less.csv", EAST_TOWN)]


def test_disasters_that_one_source_lists_are_not_all_held_out_by_one_record_of_another():
    listed = [report(EAST, deaths=1, occurred_at=TIME + timedelta(days=day)) for day in (0, 2)]
    between = [report(EAST, deaths=1, injured=1, missing=0, occurred_at=NEXT_DAY)]
    made = ledger({"list.csv": listed, "between.csv": between})
    assert len(held(made)) == 1
    assert total(made) == 2


def test_a_record_without_a_day_stands_aside_for_those_that_have_one():
    listed = [report(EAST, deaths=1, occurred_at=datetime(2021, month, 1)) for month in (3, 5, 7)]
    summary = [report(EAST, deaths=3, injured=2, missing=0, occurred_at=None, as_of=datetime(2021, 12, 31))]
    made = ledger({"list.csv": listed, "summary.csv": summary})
    assert held(made) == [("summary.csv", EAST)]
    assert total(made) == 3
