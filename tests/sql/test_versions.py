"""Versions of a record: which of them is the best, and what is said of the others."""

from datetime import datetime

import pytest

from tests.scenario import EAST, ledger, of_one_disaster, report

EARLY, LATE = datetime(2021, 10, 5), datetime(2021, 10, 12)


def best(*rows: dict, **more) -> int:
    """Affected population of the best of several versions, whichever file comes first."""
    files = {f"{number}.xlsx": of_one_disaster(row) for number, row in enumerate(rows)}
    forward = ledger(files, **more).table("core.losses", "affected_population")
    backward = ledger(dict(reversed(files.items())), **more).table("core.losses", "affected_population")
    assert forward == backward
    assert len(forward) == 1
    return forward[0]["affected_population"]


def test_the_latest_cut_off_is_the_best_version():
    early = report(EAST, as_of=EARLY, stage="final", affected_population=1)
    assert best(early, report(EAST, as_of=LATE, stage="initial", affected_population=2)) == 2


def test_a_known_cut_off_comes_before_none():
    assert best(report(EAST, as_of=None, affected_population=1), report(EAST, as_of=EARLY, affected_population=2)) == 2


@pytest.mark.parametrize(("lower", "higher"), [("unknown", "initial"), ("initial", "update"), ("update", "final")])
def test_at_one_cut_off_the_later_stage_is_the_best_version(lower: str, higher: str):
    assert (
        best(report(EAST, stage=lower, affected_population=1), report(EAST, stage=higher, affected_population=2)) == 2
    )


def test_at_one_cut_off_and_stage_the_later_report_is_the_best_version():
    first = report(EAST, reported_at=EARLY, affected_population=1)
    assert best(first, report(EAST, reported_at=LATE, affected_population=2)) == 2


def test_a_tie_is_settled_by_what_the_reports_hold_and_is_a_finding():
    full = report(EAST, affected_population=5, deaths=0)
    files = {"a.xlsx": of_one_disaster(report(EAST, affected_population=7)), "b.xlsx": of_one_disaster(full)}
    made = ledger(files)
    assert [row["affected_population"] for row in made.table("core.losses")] == [5]
    [finding] = made.findings("R068")
    assert finding["severity"] == "warning"
    assert "a.xlsx" in finding["message_zh"]
    assert "b.xlsx" in finding["message_en"]


def test_two_reports_that_say_the_same_are_no_finding():
    same = of_one_disaster(report(EAST, affected_population=5))
    made = ledger({"a.xlsx": same, "b.xlsx": same})
    assert len(made.table("core.losses")) == 1
    assert made.findings("R068") == []


def test_a_later_report_without_stage_that_replaces_a_final_one_is_a_finding():
    final = report(EAST, as_of=EARLY, stage="final", affected_population=5)
    later = report(EAST, as_of=LATE, affected_population=6)
    made = ledger({"final.xlsx": of_one_disaster(final), "later.xlsx": of_one_disaster(later)})
    assert [row["affected_population"] for row in made.table("core.losses")] == [6]
    assert [row["rule_id"] for row in made.findings("R069")] == ["R069"]


def test_superseded_and_withdrawn_sources_stand_only_among_the_versions():
    files = {
        "now.xlsx": of_one_disaster(report(EAST, affected_population=5)),
        "before.xlsx": of_one_disaster(report(EAST, as_of=datetime(2021, 11, 1), affected_population=9)),
        "gone.xlsx": of_one_disaster(report(EAST, as_of=datetime(2021, 12, 1), affected_population=8)),
    }
    made = ledger(files, status={"before.xlsx": "superseded", "gone.xlsx": "withdrawn"})
    assert [row["affected_population"] for row in made.table("core.losses")] == [5]
    versions = {row["source_file"]: (row["status"], row["is_best"]) for row in made.table("core.report_versions")}
    assert versions == {
        "now.xlsx": ("active", True),
        "before.xlsx": ("superseded", False),
        "gone.xlsx": ("withdrawn", False),
    }


def test_all_versions_of_one_record_in_one_file_are_versions_not_disasters():
    rows = [
        report(EAST, stage="initial", as_of=EARLY, affected_population=1),
        report(EAST, stage="final", as_of=LATE, affected_population=3),
    ]
    made = ledger({"list.csv": rows})
    assert [row["affected_population"] for row in made.table("core.losses")] == [3]


def test_stages_out_of_order_falls_jumps_and_late_reports_are_found():
    def filed(day: int, stage: str, **figures: int) -> dict:
        return report(EAST, stage=stage, as_of=datetime(2021, 10, day), reported_at=datetime(2021, 10, day), **figures)

    files = {
        "1.csv": [filed(4, "initial", affected_population=100, deaths=2)],
        "2.csv": [filed(5, "final", affected_population=900, deaths=1)],
        "3.csv": [filed(6, "update", affected_population=900, deaths=1)],
    }
    made = ledger(files)
    assert [(row["value"], row["indicator"]) for row in made.findings("R061")] == [("1", "deaths")]
    assert [(row["value"], row["indicator"]) for row in made.findings("R062")] == [("900", "affected_population")]
    assert [row["value"] for row in made.findings("R060")] == ["final"]
    assert [row["source_file"] for row in made.findings("R064")] == ["1.csv"]
    assert made.findings("R063") == []


def test_a_report_from_before_its_disaster_is_an_error():
    made = ledger({"a.csv": [report(EAST, reported_at=datetime(2021, 10, 1), affected_population=1)]})
    assert [row["severity"] for row in made.findings("R063")] == ["error"]
