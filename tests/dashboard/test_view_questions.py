"""The questions that pages ask for another basis or price, on marts that the pipeline made."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dashboard.snapshot
from pipelines import codebooks
from tests.scenario import EAST, PREFECTURE, WEST, Ledger, Row, ledger
from tests.sql.test_prices import CHAIN, indices
from tests.sql.test_year_on_year import LOSS, covered, losses, reported

TABLES = ("marts.year_on_year", "marts.year_on_year_views", "marts.price_factors", "marts.losses_by_day",
          "marts.losses_by_month", "marts.covered_months", "meta.indicators")  # fmt: skip


def answers(made: Ledger, question: str, indicator: str = "", **parameters: Any) -> list[Row]:
    """The answer to a named question of the dashboard."""
    for table in TABLES:
        made.table(table)
    sql = (Path(dashboard.snapshot.SQL_FOLDER) / f"{question}.sql").read_text("utf-8")
    formula = codebooks.indicators()[indicator].derived_from or indicator if indicator else ""
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    found = made.warehouse.connection.sql(sql.replace("{indicator}", formula), params=used).pl()
    return found.to_dicts()


def later(row: Row) -> Row:
    return row | {"as_of": datetime(2022, 1, 5)}


@pytest.fixture(scope="module")
def made() -> Ledger:
    amounts = {2017: "10", 2018: "20", 2019: "30", 2020: "40", 2021: "45"}
    rows = [later(losses(year, 5, 1, amount) | {"deaths": 1}) for year, amount in amounts.items()]
    rows += [later(losses(2021, 6, 1, "7", WEST)), later(losses(2021, 7, 1, "5", hazard_key="drought"))]
    figures = [reported(2021, "50", "settled_annual"), reported(2021, "48", "reported_annual"),
               reported(2020, "120", "reported_annual")]  # fmt: skip
    return ledger({"list.csv": rows}, coverage=covered(2017, 2021), period_figures=figures,
                  rows_of={"cpi": indices(EAST, {y: c for y, c in CHAIN.items() if y > 2018})})  # fmt: skip


def seen(made: Ledger, year: int, basis: str, price: str, **where: str) -> Row:
    indicator, region = where.get("indicator", LOSS), where.get("region", EAST)
    rows = answers(
        made, "year_on_year_view", basis=basis, price=price, regions=[region], hazards=["all"], only=indicator
    )
    [row] = [
        row for row in rows
        if row["year"] == year and row["period_kind"] == "year" and row["indicator"] == indicator
    ]  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("view", "value", "prior", "basis", "note"),
    [
        (("best", "nominal"), "48", "120", "reported_annual", ""),
        (("reported_annual", "nominal"), "48", "120", "reported_annual", ""),
        (("event_sum", "nominal"), "50", "40", "event_sum", ""),
        (("settled_annual", "nominal"), "50", None, "settled_annual", "basis_differs"),
        (("best", "comparable"), "48", "121.08", "reported_annual", ""),
        (("reported_annual", "comparable"), "48", "121.08", "reported_annual", ""),
        (("event_sum", "comparable"), "50", "40.36", "event_sum", "mean_without_index"),
    ],
)
def test_a_view_is_found_wherever_it_stands(  # noqa: PLR0917, PLR0913 - a view and the row it shows
    made: Ledger, view: tuple[str, str], value: str, prior: str | None, basis: str, note: str
):
    row = seen(made, 2021, *view)
    assert row["value"] == Decimal(value)
    assert row["prior_value"] == (None if prior is None else Decimal(prior))
    assert (row["basis"], row["note"]) == (basis, note)


def test_a_basis_on_which_nothing_is_known_is_nothing_and_not_the_other_one(made: Ledger):
    row = seen(made, 2019, "settled_annual", "nominal")
    assert (row["value"], row["prior_value"], row["mean_5y"], row["basis"]) == (None, None, None, None)
    assert (row["note"], row["mean_5y_years"]) == ("basis_missing", 0)
    both = seen(made, 2019, "settled_annual", "comparable")
    assert (both["value"], both["note"]) == (None, "basis_missing")


def test_money_of_a_year_without_an_index_is_nothing_and_people_stay(made: Ledger):
    row = seen(made, 2017, "best", "comparable")
    assert (row["value"], row["basis"], row["note"]) == (None, "event_sum", "no_price_index")
    assert seen(made, 2017, "event_sum", "comparable")["note"] == "no_price_index"
    people = seen(made, 2017, "best", "comparable", indicator="deaths")
    assert (people["value"], people["note"]) == (1, "no_prior")


def test_a_region_without_an_index_has_no_comparable_money(made: Ledger):
    row = seen(made, 2021, "best", "comparable", region=WEST)
    assert (row["value"], row["note"]) == (None, "no_price_index")
    assert seen(made, 2021, "best", "nominal", region=WEST)["value"] == 7


def test_the_usual_view_is_the_mart_itself_for_any_number_of_places(made: Ledger):
    rows = answers(made, "year_on_year_view", basis="best", price="nominal", regions=[EAST, WEST, PREFECTURE],
                   hazards=["all", "drought"], only="")  # fmt: skip
    mart = made.table("marts.year_on_year", where="region_code in ('990100', '990101', '990102') "
                      "and hazard_key in ('all', 'drought')")  # fmt: skip
    assert sorted(map(str, rows)) == sorted(map(str, mart))


def test_days_stand_in_prices_of_the_base_year_or_are_nothing(made: Ledger):
    asked = {"region": EAST, "hazard": "all", "first": 2017, "last": 2021}
    nominal = answers(made, "days_in_prices", LOSS, is_priced=False, **asked)
    assert [row["value"] for row in nominal] == [10, 20, 30, 40, 45, 5]
    priced = {
        row["occurred_on"]: row["value"] for row in answers(made, "days_in_prices", LOSS, is_priced=True, **asked)
    }
    assert (priced[date(2020, 5, 1)], priced[date(2017, 5, 1)]) == (Decimal("40.36"), None)
    floods = answers(made, "days_in_prices", LOSS, is_priced=False, **(asked | {"hazard": "flood"}))
    assert date(2021, 7, 1) not in {row["occurred_on"] for row in floods}


def test_months_tell_what_is_covered_and_what_has_no_index(made: Ledger):
    asked = {"region": EAST, "hazard": "drought", "first": 2017, "last": 2021}
    rows = {(row["year"], row["month"]): row for row in answers(made, "months", LOSS, is_priced=True, **asked)}
    assert (rows[2021, 7]["value"], rows[2021, 7]["has_rows"], rows[2021, 7]["is_covered"]) == (5, True, True)
    assert (rows[2021, 6]["value"], rows[2021, 6]["has_rows"], rows[2021, 6]["is_covered"]) == (None, False, True)
    every = {
        (r["year"], r["month"]): r for r in answers(made, "months", LOSS, is_priced=True, **(asked | {"hazard": "all"}))
    }
    assert (every[2017, 5]["value"], every[2017, 5]["is_unpriced"]) == (None, True)
    assert (every[2020, 5]["value"], every[2020, 5]["is_unpriced"]) == (Decimal("40.36"), False)


def test_months_of_a_derived_indicator_are_reckoned_from_its_parts(made: Ledger):
    asked = {"region": EAST, "hazard": "all", "first": 2021, "last": 2021, "is_priced": False}
    rows = {row["month"]: row["value"] for row in answers(made, "months", "deaths_missing", **asked)}
    assert (rows[5], rows[6]) == (1, None)
