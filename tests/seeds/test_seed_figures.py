"""Every number of the five public work summaries stands in a table, with its unit, state and period."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines import codebooks
from tests.seeds import shipped

REFERENCE = Path(os.environ.get("LOSS_LEDGER_TEST_REFERENCE") or shipped.RAW.parents[1] / "shared" / "reference")
NOTHING = ""
NUMBER = re.compile(r"[0-9x]+(?:[.,][0-9x]+)*")
SAID_TWICE = re.compile(r"\(=[^)]*\)")


def listed() -> list[dict[str, str]]:
    """The list of the figures, where it is at hand."""
    path = REFERENCE / "seed_figures.csv"
    if not path.exists():
        pytest.skip("no seed_figures.csv below LOSS_LEDGER_TEST_REFERENCE")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_number_stands_where_it_should_with_its_unit_state_and_period() -> None:
    wrong = []
    for place in shipped.places():
        if place["table"] == NOTHING:
            continue
        found = shipped.standing(place)
        if found != [shipped.expected(place)]:
            wrong.append((place["summary"][:3], place["indicator_zh"], place["column"], place["value"], found))
    assert wrong == []


def test_no_two_numbers_stand_in_one_place() -> None:
    taken = Counter(
        (p["table"], p["key"], p["column"], p["period_start"], p["period_end"]) for p in shipped.places() if p["table"]
    )
    assert [place for place, times in taken.items() if times > 1] == []


def test_nothing_is_shipped_that_no_number_of_the_summaries_says() -> None:
    figures = [row for row in shipped.table("core.period_figures") if row["state"] != "implied"]
    assert len(figures) == sum(place["table"] == "core.period_figures" for place in shipped.places())


def test_the_table_has_every_row_of_the_list_of_figures_and_each_of_its_numbers() -> None:
    parts = Counter((place["summary"], place["indicator_zh"]) for place in shipped.places() if place["table"])
    rows = {(row["summary"], row["indicator_zh"]): row["value_as_written"] for row in listed()}
    assert set(rows) == {(place["summary"], place["indicator_zh"]) for place in shipped.places()}
    numbers = {row: len(NUMBER.findall(SAID_TWICE.sub("", written))) for row, written in rows.items()}
    assert [row for row, count in numbers.items() if parts[row] < count or (parts[row] and not count)] == []


def test_every_row_of_the_shipped_files_is_used() -> None:
    refused = [row for row in shipped.table("staging.sources") if row["rows_rejected"] or not row["rows_accepted"]]
    assert refused == []


def test_only_the_masked_figures_are_errors_of_reading() -> None:
    errors = [row for row in shipped.table("staging.findings") if row["severity"] in {"reject", "error"}]
    assert {row["rule_id"] for row in errors} == {"F065"}
    masked = [place for place in shipped.places() if place["state"] == "masked"]
    assert len(errors) == len(masked)


def test_every_indicator_of_the_answer_keys_is_in_the_codebook() -> None:
    folder = REFERENCE.parent / "data" / "narratives"
    if not folder.exists():
        pytest.skip("no narratives below LOSS_LEDGER_TEST_REFERENCE")
    named = set()
    for name in ("answer_key.csv", "seed_answer_key.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            named |= {row["indicator"] for row in csv.DictReader(lines)}
    assert named <= set(codebooks.indicators())
