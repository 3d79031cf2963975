"""Checks: rules that are rows, what they say, what explains them, and what they never do."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines import codebooks, rules
from pipelines.warehouse import expand, sql_text
from tests.scenario import EAST, EAST_TOWN, ledger, of_one_disaster, report

PARTS = {
    "loss_housing_household": "1",
    "loss_agriculture": "2",
    "loss_industry_commerce": "3",
    "loss_infrastructure": "4",
    "loss_public_service": "5",
    "loss_other": "6",
}


def found(**figures: object) -> set[tuple[str, str]]:
    """Rule and indicator of each finding on one record of a county, but for the sub-hazard it does not state."""
    rows = ledger({"a.csv": [report(EAST, **figures)]}).table("checks.findings", "rule_id", "indicator")
    return {(row["rule_id"], row["indicator"]) for row in rows} - {("R005", "hazard_key")}


BROKEN = [
    ("R010", "affected_population", {"affected_population": 2, "deaths": 2, "missing": 1}),
    ("R011", "injured", {"injured": 1, "seriously_injured": 2}),
    (
        "R012",
        "relocated_total_cum",
        {"relocated_total_cum": 5, "relocated_collective_cum": 3, "relocated_dispersed_cum": 1},
    ),
    (
        "R013",
        "relocated_total_now",
        {"relocated_total_now": 5, "relocated_collective_now": 3, "relocated_dispersed_now": 1},
    ),
    ("R014", "relocated_total_now", {"relocated_total_now": 5, "relocated_total_cum": 4}),
    ("R015", "affected_population", {"affected_population": 1, "relocated_total_cum": 2}),
    ("R016", "affected_population", {"affected_population": 1, "need_emergency_aid_cum": 2}),
    ("R017", "affected_population", {"affected_population": 1, "need_transitional_aid": 2}),
    ("R018", "drought_need_aid_cum", {"hazard_key": "drought", "drought_need_aid_cum": 1, "drought_water_need_cum": 2}),
    ("R019", "drought_livestock_thirst", {"drought_livestock_thirst": 2}),
    ("R020", "shelter_sites_cum", {"shelter_sites_cum": 0, "relocated_collective_cum": 2}),
    ("R030", "collapsed_rooms", {"collapsed_rooms": 1, "collapsed_dwelling_rooms": 2}),
    ("R033", "minor_dwelling_households", {"minor_dwelling_rooms": 1, "minor_dwelling_households": 2}),
    ("R034", "severe_dwelling_rooms", {"severe_dwelling_rooms": 2, "severe_dwelling_households": 0}),
    ("R035", "severe_dwelling_rooms", {"severe_dwelling_rooms": 13, "severe_dwelling_households": 1}),
    ("R036", "loss_housing_household", {"collapsed_rooms": 1, "direct_economic_loss": "3"}),
    ("R040", "crop_failed_ha", {"crop_failed_ha": "2", "crop_damaged_ha": "1.99"}),
    ("R040", "crop_damaged_ha", {"crop_damaged_ha": "2", "crop_affected_ha": "1"}),
    ("R040", "crop_failed_ha", {"crop_failed_ha": "2", "crop_affected_ha": "1"}),
    ("R041", "grain_failed_ha", {"grain_failed_ha": "2", "grain_damaged_ha": "1"}),
    ("R042", "grain_affected_ha", {"grain_affected_ha": "2", "crop_affected_ha": "1"}),
    ("R044", "livestock_dead", {"livestock_dead": 5, "large_livestock_dead": 2, "small_livestock_dead": 2}),
    ("R046", "loss_agriculture", {"crop_affected_ha": "1", "direct_economic_loss": "1", "loss_agriculture": "0"}),
    ("R050", "direct_economic_loss", {"direct_economic_loss": "21.04", **PARTS}),
    ("R051", "loss_other", {"direct_economic_loss": "5", "loss_other": "6"}),
    ("R052", "direct_economic_loss", {"direct_economic_loss": "5", "loss_other": "3", "loss_agriculture": "3"}),
]


@pytest.mark.parametrize(("rule_id", "indicator", "figures"), BROKEN)
def test_a_record_that_breaks_a_rule_is_found(rule_id: str, indicator: str, figures: dict):
    assert (rule_id, indicator) in found(**figures)


def test_a_record_that_keeps_the_rules_is_not_found():
    assert (
        found(
            affected_population=9,
            deaths=2,
            missing=1,
            injured=2,
            seriously_injured=2,
            relocated_total_cum=4,
            relocated_total_now=4,
            relocated_collective_cum=3,
            relocated_dispersed_cum=1,
            shelter_sites_cum=1,
            collapsed_rooms=12,
            collapsed_dwelling_rooms=12,
            collapsed_dwelling_households=1,
            crop_affected_ha="3",
            crop_damaged_ha="3",
            crop_failed_ha="3",
            grain_failed_ha="3",
            drought_livestock_thirst=0,
            direct_economic_loss="21.03",
            **PARTS,
        )
        == set()
    )


def test_what_was_not_reported_breaks_no_comparison():
    assert (
        found(deaths=1, missing=None, affected_population=0, collapsed_dwelling_rooms=5, grain_affected_ha="1") == set()
    )


def test_the_tolerance_of_a_sum_comes_from_two_written_decimals_of_seven_figures():
    exact = PARTS | {"loss_other": "6.035"}
    assert found(direct_economic_loss="21", **exact) == set()
    assert found(direct_economic_loss="21", **(PARTS | {"loss_other": "6.036"})) == {("R050", "direct_economic_loss")}


def test_a_finding_names_file_row_figures_and_the_amount_in_both_languages():
    made = ledger({"a.csv": [report(EAST, direct_economic_loss="30.5", **PARTS)]})
    [finding] = made.findings("R050")
    assert (finding["source_file"], finding["source_locator"], finding["value"]) == ("a.csv", "0!2", "30.5")
    assert (finding["event_id"], finding["region_code"], finding["severity"]) == (
        "20211003123748-flood-990101",
        EAST,
        "error",
    )
    assert (finding["amount"], finding["status"], finding["rule_name"]) == (
        Decimal("9.5"),
        "open",
        "loss_is_sum_of_parts",
    )
    assert "直接经济损失 30.5" in finding["message_zh"]
    assert "30.5" in finding["message_en"]


def test_a_county_that_states_no_sub_hazard_and_mismatched_rooms_are_warnings():
    rows = ledger({"a.csv": [report(EAST, minor_dwelling_rooms=1, minor_dwelling_households=2)]}).table(
        "checks.findings"
    )
    assert {(row["rule_id"], row["severity"]) for row in rows} == {("R005", "warning"), ("R033", "warning")}
    assert ledger({"a.csv": [report(EAST_TOWN, deaths=1)]}).table("checks.findings") == []


def test_a_typhoon_needs_its_number_and_an_earthquake_its_magnitude():
    assert ("R006", "typhoon_no") in found(hazard_key="typhoon")
    assert ("R006", "typhoon_no") not in found(hazard_key="typhoon", typhoon_no="2106")
    assert ("R007", "magnitude") in found(hazard_key="earthquake")


def test_findings_stop_nothing():
    made = ledger({"a.csv": [report(EAST, affected_population=1, deaths=5, missing=0)]})
    assert made.findings("R010")
    assert made.cell("marts.annual_losses", "deaths", f"region_code = '{EAST}' and hazard_key = 'all'") == 5


def test_an_explained_finding_stays_visible_with_who_and_why():
    explanation = {
        "rule_id": "R010",
        "source_file": "a.csv",
        "source_locator": "",
        "event_id": "",
        "region_code": EAST,
        "indicator": "",
        "explained_by": "王芳",
        "explained_at": "2021-11-01 09:00:00",
        "reason": "外来人员",
    }
    rows = of_one_disaster(
        report(EAST, affected_population=1, deaths=5, missing=0),
        report("990102", affected_population=1, deaths=5, missing=0),
    )
    made = ledger({"a.csv": rows}, decisions={"explanations": [explanation]})
    told = {row["region_code"]: (row["status"], row["explained_by"], row["reason"]) for row in made.findings("R010")}
    assert told == {EAST: ("explained", "王芳", "外来人员"), "990102": ("open", None, None)}


def test_what_readers_found_stands_beside_the_rules():
    told = {
        "rule_id": "F044",
        "severity": "warning",
        "source_file": "a.csv",
        "source_locator": "0!1",
        "message_zh": "不认识表头",
    }
    made = ledger(
        {"a.csv": [report(EAST_TOWN, deaths=0)], "old.csv": []}, status={"old.csv": "superseded"}, findings=[told]
    )
    [finding] = made.findings("F044")
    assert (finding["message_zh"], finding["status"]) == ("不认识表头", "open")


def test_period_figures_that_differ_between_sources_are_found():
    figure = {
        "region_code": EAST,
        "indicator": "deaths",
        "value": Decimal(1),
        "basis": "reported_annual",
        "unit": "人",
        "period_start": None,
        "period_end": None,
    }

    dated = figure | {"period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
    made = ledger({"a.csv": []}, period_figures=[dated, dated | {"value": Decimal(2), "source_locator": "2"}])
    assert [(row["indicator"], row["severity"]) for row in made.findings("R092")] == [("deaths", "warning")]


def test_a_new_record_rule_is_one_row(monkeypatch: pytest.MonkeyPatch):
    rule = {
        "rule_id": "X1",
        "variant": "",
        "scope": "record",
        "columns": "deaths",
        "applies_when": "hazard_level1 = 'flood'",
        "must_hold": "deaths < 3",
        "amount": "",
    }
    made = ledger({"a.csv": [report(EAST, deaths=3), report(EAST, deaths=2), report(EAST)]})
    made.table("core.losses")
    monkeypatch.setattr(rules, "rules_of", lambda _: (rule,))
    rules.find_in_records(made.warehouse)
    broken = made.warehouse.read(f"select * from {rules.OF_RECORDS}")
    assert broken.select("rule_id", "indicator", "value").rows() == [("X1", "deaths", "3")]


def test_every_rule_of_the_codebook_is_complete_and_runs_on_the_columns_it_names():
    for rule in codebooks.rows("check_rules"):
        assert rule["severity"] in {"error", "warning"}, rule
        assert rule["basis_status"] in {"official", "definition", "proposal"}, rule
        assert rule["message_zh"] and rule["message_en"] and rule["basis"] and rule["name"], rule
    keys = [(rule["rule_id"], rule["variant"]) for rule in codebooks.rows("check_rules")]
    assert len(keys) == len(set(keys))


def test_rules_about_tables_that_are_not_there_yet_are_left_out():
    ids = {rule["rule_id"] for rule in codebooks.rows("check_rules")}
    assert not ids & {"R021", "R043", "R065", "R066"}


def test_the_check_files_return_the_columns_that_findings_are_made_from():
    columns = ["source_id", "source_locator", "event_id", "region_code", "indicator", "value", "other", "amount"]
    made = ledger({"a.csv": [report(EAST, deaths=1)]})
    made.table("checks.findings")
    for rule in rules.file_rules():
        found = made.warehouse.read(expand(sql_text(rules.file_of(rule)))).columns
        assert found in (columns, [*columns, "detail_zh", "detail_en"])
