"""What adds up in the five work summaries and what does not: 40 checks, each with what the ledger says of it.

`consistent`: the figures agree and no rule speaks. `explained`: they differ within their written precision, and a
finding says so. `finding`: they differ or cannot be compared, and an open finding says so. `derivable`: the text does
not say the figure, the ledger does.
"""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.seeds import shipped

CHECKS = Path(__file__).with_name("checks.csv")
BUILT = (
    "checks.findings", "core.events", "marts.relief_funds", "marts.relief_totals", "marts.house_insurance",
    "marts.rebuilding", "marts.winter_spring", "core.rebuilding", "core.winter_spring",
)  # fmt: skip
STATUS = {"finding": "open", "explained": "explained"}
FIGURE = """
    create or replace temporary macro f(code, name) as (
        select value from core.period_figures where region_code = code and indicator = name and state <> 'implied'
    )
"""


def checks() -> list[dict[str, str]]:
    """One fact of a check in a row: what is computed, what it equals, which finding tells of it."""
    with CHECKS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def computed(sql: str) -> Decimal:
    """The value of an expression over the shipped ledger."""
    ledger = shipped.ledger()
    for name in BUILT:
        shipped.table(name)
    ledger.warehouse.connection.execute(FIGURE)
    return Decimal(str(ledger.warehouse.value(f"select {sql}")))


@pytest.mark.parametrize("check", checks(), ids=lambda check: f"{check['check']}-{check['what']}")
def test_each_check_comes_out_as_stated(check: dict[str, str]) -> None:
    expected = Decimal(check["equals"])
    half = Decimal(5).scaleb(int(expected.as_tuple().exponent) - 1)
    assert abs(computed(check["computed"]) - expected) <= half
    told = [
        row["status"]
        for row in shipped.table("checks.findings")
        if (row["rule_id"], row["indicator"]) == (check["rule"], check["indicator"])
    ]
    assert (set(told) == {STATUS[check["expectation"]]}) if check["rule"] else (check["expectation"] not in STATUS)


def test_all_40_checks_are_here() -> None:
    assert {int(check["check"]) for check in checks()} == set(range(1, 41))


def test_no_rule_speaks_but_those_of_the_checks() -> None:
    spoken = {(row["rule_id"], row["indicator"]) for row in shipped.table("checks.findings") if row["rule_id"] > "R"}
    stated = {(check["rule"], check["indicator"]) for check in checks() if check["rule"] > "R"}
    assert spoken == stated


def test_nothing_but_masked_figures_is_an_error() -> None:
    errors = {row["rule_id"] for row in shipped.table("checks.findings") if row["severity"] in {"reject", "error"}}
    assert errors == {"F065"}
