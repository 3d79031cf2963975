"""Year on year in other views: comparable prices and a stated basis, beside the best basis in prices of the year."""

from decimal import Decimal

import pytest

from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger
from tests.sql.test_prices import CHAIN, indices
from tests.sql.test_year_on_year import LOSS, compared, covered, losses, reported

YEARS = (2017, 2018, 2019, 2020, 2021)


def made_of(rows: list[Row], cpi: list[Row] | None = None, **more: object) -> Ledger:
    told = {"coverage": covered(2017, 2021), "rows_of": {"cpi": cpi or []}} | more
    return ledger({"list.csv": rows}, **told)


def seen(made: Ledger, year: int, price: str = "nominal", basis: str = "best", **where: str) -> Row | None:
    """The row of a view: of the east county, all hazards and the loss to date, unless it says otherwise; None where
    there is none."""
    keys = {
        "period_kind": where.pop("period", "year_to_date"), "year": str(year), "region_code": EAST,
        "hazard_key": "all", "indicator": LOSS, "price": price, "wanted_basis": basis,
    } | where  # fmt: skip
    rows = made.table("marts.year_on_year_views", where=" and ".join(f"{k} = '{v}'" for k, v in keys.items()))
    return rows[0] if rows else None


def each_year(*amounts: str, **more: object) -> list[Row]:
    return [losses(2017 + n, 5, 1, amount, **more) for n, amount in enumerate(amounts)]


def test_comparable_money_takes_each_years_own_factor_and_the_change_anew():
    made = made_of(each_year("100", "100", "100", "100", "100"), indices(EAST, CHAIN))
    row = seen(made, 2021, "comparable")
    assert row is not None
    assert (row["value"], row["prior_value"], row["change"]) == (100, Decimal("100.9"), Decimal("-0.9"))
    assert row["change_pct"] == Decimal("-0.891972")  # −0.9 ÷ 100.9, cut off
    # 100.9 + 103.4225 + 106.4217525 + 108.6566093025, each to six places
    assert row["sum_5y"] == Decimal("419.400862")
    assert (row["mean_5y"], row["mean_5y_years"]) == (Decimal("104.850215"), 4)
    assert (row["price_base_year"], row["basis"], row["note"]) == (2021, "event_sum", "")
    assert compared(made, "year_to_date", 2021)["change"] == 0


def test_only_money_has_comparable_prices():
    made = made_of([row | {"deaths": 1} for row in each_year("1", "1", "1", "1", "1")], indices(EAST, CHAIN))
    seen_in_prices = made.table("marts.year_on_year_views", where="price = 'comparable'")
    assert {row["unit"] for row in seen_in_prices} == {"万元"}
    assert seen(made, 2021, "comparable", indicator="deaths") is None


def test_the_nominal_mart_does_not_know_of_prices():
    rows = each_year("1", "2", "3", "4", "5")
    plain, priced = made_of(rows), made_of(rows, indices(EAST, CHAIN))
    assert plain.table("marts.year_on_year") == priced.table("marts.year_on_year")
    assert plain.table("marts.year_on_year_views") == []


def test_a_missing_index_gives_nothing_and_says_so():
    made = made_of(each_year("10", "20", "30", "40", "50"), indices(EAST, {2020: "102.5", 2021: "100.9"}))
    last = seen(made, 2021, "comparable")
    assert last is not None
    assert (last["value"], last["prior_value"]) == (50, Decimal("40.36"))
    # Of the four years before, two have a factor: too few for a mean.
    assert (last["mean_5y"], last["mean_5y_years"], last["note"]) == (None, 2, "mean_without_index")
    first = seen(made, 2019, "comparable")
    assert first is not None
    assert (first["value"], first["prior_value"], first["change"]) == (Decimal("31.02675"), None, None)
    assert first["note"] == "no_price_index mean_without_index"
    assert seen(made, 2018, "comparable") is None


LEVEL = {year: "100" for year in range(2012, 2022)}
"""Indices under which money keeps its value."""


def test_covered_years_without_losses_are_in_the_mean_of_comparable_prices_too():
    long = made_of([losses(year, 5, 1, "100") for year in range(2018, 2022)], indices(EAST, LEVEL),
                   coverage=covered(2012, 2021))  # fmt: skip
    nominal, row = compared(long, "year_to_date", 2021), seen(long, 2021, "comparable")
    assert row is not None
    assert (nominal["mean_5y"], nominal["mean_5y_years"], nominal["change_vs_mean_5y_pct"]) == (
        60,
        5,
        Decimal("66.666666"),
    )
    told = ("value", "prior_value", "mean_5y", "mean_5y_years", "change_vs_mean_5y_pct", "note")
    assert [row[column] for column in told] == [nominal[column] for column in told]
    short = made_of([losses(year, 5, 1, "100") for year in range(2019, 2022)], indices(EAST, LEVEL),
                    coverage=covered(2012, 2021))  # fmt: skip
    row = seen(short, 2021, "comparable")
    assert row is not None
    assert (row["mean_5y"], row["mean_5y_years"], row["note"]) == (40, 5, "")


def test_covered_years_before_the_first_index_are_named_as_missing_in_the_mean():
    since_2018 = {year: cpi for year, cpi in LEVEL.items() if year > 2018}
    made = made_of([losses(year, 5, 1, "100") for year in range(2018, 2022)], indices(EAST, since_2018),
                   coverage=covered(2012, 2021))  # fmt: skip
    row = seen(made, 2021, "comparable")
    assert row is not None
    assert (row["mean_5y"], row["mean_5y_years"], row["note"]) == (100, 3, "mean_without_index")


def test_a_nought_stays_a_nought_and_nothing_stays_nothing():
    made = made_of([*each_year("10"), losses(2018, 5, 1, "5", WEST)], indices(PREFECTURE, CHAIN),
                   coverage=covered(2017, 2018))  # fmt: skip
    row = seen(made, 2018, "comparable")
    assert row is not None
    assert (row["value"], row["prior_value"], row["change_pct"]) == (0, Decimal("10.865661"), -100)
    assert seen(made, 2020, "comparable") is None


def test_the_whole_of_an_open_year_is_open_in_every_price():
    made = made_of(each_year("10", "20", "30", "40", "50"), indices(EAST, CHAIN),
                   coverage=covered(2017, 2020))  # fmt: skip
    row = seen(made, 2021, "comparable", period="year")
    assert row is not None
    assert (row["value"], row["prior_value"], row["mean_5y"]) == (50, None, None)
    assert row["note"] == "year_open not_covered"


FIGURES = [
    reported(2021, "50", "settled_annual"),
    reported(2021, "48", "reported_annual"),
    reported(2020, "120", "reported_annual"),
]


@pytest.fixture
def with_reports() -> Ledger:
    rows = [row | {"as_of": row["as_of"].replace(year=2022)} for row in each_year("10", "20", "30", "40", "45")]
    return made_of(rows, indices(EAST, CHAIN), period_figures=FIGURES)


def test_a_stated_basis_is_compared_with_itself_alone(with_reports: Ledger):
    assert compared(with_reports, "year", 2021)["basis"] == "reported_annual"
    row = seen(with_reports, 2021, basis="event_sum", period="year")
    assert row is not None
    assert (row["value"], row["prior_value"], row["change_pct"]) == (45, 40, Decimal("12.5"))
    assert (row["mean_5y"], row["basis"], row["note"]) == (25, "event_sum", "")


def test_a_stated_basis_that_one_side_lacks_compares_nothing(with_reports: Ledger):
    row = seen(with_reports, 2021, basis="settled_annual", period="year")
    assert row is not None
    assert (row["value"], row["prior_value"], row["change"]) == (50, None, None)
    assert (row["basis"], row["note"]) == ("settled_annual", "basis_differs")


def test_a_stated_basis_that_only_the_year_before_has_shows_that_year_alone():
    figures = [reported(2020, "120", "settled_annual")]
    made = made_of(each_year("10", "20", "30", "40", "45"), period_figures=figures)
    assert compared(made, "year", 2021)["value"] == 45
    rows = [row | {"as_of": row["as_of"].replace(year=2022)} for row in each_year("10", "20", "30", "40", "45")]
    row = seen(made_of(rows, period_figures=figures), 2021, basis="settled_annual", period="year")
    assert row is not None
    assert (row["value"], row["prior_value"], row["basis"], row["note"]) == (None, 120, None, "basis_missing")


def test_a_view_that_is_the_best_one_has_no_row_of_its_own(with_reports: Ledger):
    assert seen(with_reports, 2021, basis="reported_annual", period="year") is None
    assert seen(with_reports, 2019, basis="event_sum", period="year") is None
    assert seen(with_reports, 2019, basis="settled_annual", period="year") is None


def test_price_and_basis_may_be_asked_for_together(with_reports: Ledger):
    row = seen(with_reports, 2021, "comparable", "event_sum", period="year")
    assert row is not None
    assert (row["value"], row["prior_value"], row["change"]) == (45, Decimal("40.36"), Decimal("4.64"))
    best = seen(with_reports, 2021, "comparable", period="year")
    assert best is not None
    assert (best["basis"], best["value"], best["prior_value"]) == ("reported_annual", 48, Decimal("121.08"))


def test_prices_do_not_change_which_basis_is_compared():
    figures = [
        reported(2021, "48", "reported_annual"), reported(2020, "120", "reported_annual"),
        reported(2021, "50", "settled_annual"),
    ]  # fmt: skip
    rows = [row | {"as_of": row["as_of"].replace(year=2022)} for row in each_year("10", "20", "30", "40", "45")]
    made = made_of(rows, indices(PROVINCE, {2022: "102.0"}), period_figures=figures)
    row = seen(made, 2021, "comparable", period="year")
    assert row is not None
    assert (row["basis"], row["value"], row["prior_value"]) == ("reported_annual", Decimal("48.96"), None)


def test_hundreds_of_billions_do_not_overflow_in_comparable_prices():
    made = made_of([losses(2020, 5, 1, "99999999999.99"), losses(2021, 5, 1, "0.01")], indices(EAST, CHAIN))
    row = seen(made, 2021, "comparable")
    assert row is not None
    assert row["prior_value"] == Decimal("100899999999.98991")
