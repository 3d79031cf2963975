"""The event rules run over every version told of a record, those in superseded files included."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from tests.scenario import EAST, WEST, Ledger, Row, ledger, report


def told(day: int, **stated: Any) -> Row:
    """A report as of a day of October 2021, the day on which the flood began being the 3rd."""
    return report(EAST, **({"as_of": datetime(2021, 10, day)} | stated))


def exported_again(*versions: Row, status: str = "superseded") -> Ledger:
    """One file with new content each time; the last one counts."""
    files = {f"{number}.csv": [version] for number, version in enumerate(versions)}
    return ledger(files, status=dict.fromkeys(list(files)[:-1], status))


def found(made: Ledger, rule_id: str) -> list[tuple[str, str, int, int]]:
    return sorted(
        (row["source_id"][-5:], row["indicator"], int(row["value"]), int(row["other"]))
        for row in made.failures(rule_id)
    )


def test_a_list_exported_again_with_less_or_far_more_asks_for_an_explanation() -> None:
    made = exported_again(told(4, affected_population=900, injured=10), told(24, affected_population=850, injured=110))
    assert found(made, "R061") == [("1.csv", "affected_population", 850, 900)]
    assert found(made, "R062") == [("1.csv", "injured", 110, 10)]


def test_every_step_is_seen_and_told_where_it_still_counts() -> None:
    made = exported_again(*(told(day, affected_population=people) for day, people in ((4, 100), (11, 50), (18, 50))))
    assert found(made, "R061") == [("2.csv", "affected_population", 50, 100)]
    made = exported_again(*(told(day, affected_population=people) for day, people in ((4, 100), (11, 50), (18, 60))))
    assert found(made, "R061") == [("1.csv", "affected_population", 50, 100)]


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_what_was_corrected_or_withdrawn_was_not_told(status: str) -> None:
    corrected = 4 if status == "superseded" else 24
    made = exported_again(told(4, affected_population=1000), told(corrected, affected_population=100), status=status)
    assert found(made, "R061") == []


def test_stages_follow_each_other_over_superseded_files() -> None:
    made = exported_again(told(4, stage="final", deaths=1), told(5, stage="update", deaths=2))
    assert [(row["value"], row["other"]) for row in made.failures("R060")] == [("final", "update")]
    # The update was sent after the final report and is gone: nobody can correct it any more.
    made = exported_again(
        told(4, stage="initial", deaths=1), told(5, stage="update", deaths=1), told(6, stage="final", deaths=1)
    )
    assert made.failures("R060") == []


def test_the_same_report_in_three_exports_is_one_report() -> None:
    versions = [told(day, stage="initial", deaths=1, reported_at=datetime(2021, 10, 3, 13)) for day in (4, 11, 18)]
    made = exported_again(*versions)
    assert made.failures("R060") == made.failures("R061") == made.failures("R064") == []


def test_a_late_first_report_stays_late_when_the_list_moves_on_and_is_found_once() -> None:
    late = {"stage": "initial", "reported_at": datetime(2021, 10, 3, 20)}
    made = exported_again(told(4, **late), told(5, **late), told(11, stage="final"))
    assert [row["value"] for row in made.failures("R064")] == ["2021-10-03 20:00:00"]


def test_a_final_report_replaced_by_a_list_without_stages_is_found() -> None:
    made = exported_again(told(4, stage="final", deaths=1), told(11, deaths=2))
    [row] = made.failures("R069")
    assert (row["value"], row["other"]) == ("1.csv 0!2", "0.csv 0!2")
    assert exported_again(told(4, stage="final", deaths=1), told(4, deaths=2)).failures("R069") == []


CASUALTIES: Mapping[str, tuple[tuple[Any, Any], tuple[Any, Any], list[tuple[str, int, int]]]] = {
    "both moved": ((1, 3), (3, 1), []),
    "missing fell, nobody died": ((1, 3), (1, 1), [("missing", 1, 3)]),
    "one of two moved": ((1, 3), (2, 1), [("missing", 1, 3)]),
    "missing fell and deaths too": ((2, 3), (1, 2), [("missing", 2, 3)]),
    "died and still missing": ((0, 3), (2, 3), [("deaths", 2, 0)]),
    "more dead than were missing": ((0, 1), (2, 1), []),
    "nobody was missing": ((0, 0), (2, 0), []),
    "more missing": ((0, 1), (1, 2), []),
    "deaths not reported": ((None, 3), (None, 1), []),
    "missing no longer reported": ((1, 3), (1, None), []),
}


@pytest.mark.parametrize(("before", "now", "expected"), CASUALTIES.values(), ids=CASUALTIES.keys())
def test_who_is_missing_no_longer_was_found_dead_or_is_explained(
    before: tuple[Any, Any], now: tuple[Any, Any], expected: list[tuple[str, int, int]]
) -> None:
    first, second = (dict(zip(("deaths", "missing"), pair, strict=True)) for pair in (before, now))
    made = exported_again(told(4, **first), told(5, **second))
    assert [row[1:] for row in found(made, "R067")] == expected
    falls = {row[1] for row in found(made, "R061")}
    assert ("missing" in falls) == (None in before and (now[1] or 9) < before[1])


def test_two_files_that_both_count_are_versions_too_and_other_records_are_not_touched() -> None:
    made = ledger({"a.csv": [told(4, deaths=1, missing=2)], "b.csv": [told(5, deaths=1, missing=0), report(WEST)]})
    assert found(made, "R067") == [("b.csv", "missing", 0, 2)]
    [finding] = made.findings("R067")
    assert "由 2 减为 0" in finding["message_zh"] and "死亡人口由 1 变为 1" in finding["message_zh"]
    assert (finding["severity"], finding["source_file"]) == ("warning", "b.csv")
