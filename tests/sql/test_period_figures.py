"""Period figures: what is implied by a stated change, and each figure beside the same days of the year before."""

from datetime import date
from decimal import Decimal

import pytest

from tests.scenario import EAST, WEST, Ledger, Row, ledger, report


def figure(year: int, value: str | None, **more: object) -> Row:
    """A figure of a whole year of the east county: deaths, unless it says otherwise."""
    told: Row = {
        "region_code": EAST, "indicator": "deaths", "unit": "人", "basis": "reported_annual",
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "source_locator": f"t!{year}",
        "value": None if value is None else Decimal(value),
    }  # fmt: skip
    numbers = ("half_width", "change_pct", "change_pct_half_width")
    return told | {key: Decimal(str(given)) if key in numbers else given for key, given in more.items()}


def down(year: int, value: str, change: str, half: str = "0.5", **more: object) -> Row:
    """A figure with its change on the year before, as one row states both."""
    return figure(year, value, change_pct=change, change_pct_half_width=half, **more)


def made_of(*figures: Row, sources: tuple[str, ...] = ("a.csv",)) -> Ledger:
    return ledger(dict.fromkeys(sources, ()), period_figures=figures)


def implied(made: Ledger) -> list[Row]:
    return made.table("core.period_figures", where="state = 'implied'")


def compared(made: Ledger, year: int, indicator: str = "deaths", where: str = "true") -> Row:
    [row] = made.table("marts.period_comparisons", where=f"year = {year} and indicator = '{indicator}' and {where}")
    return row


@pytest.mark.parametrize(
    ("value", "change", "half", "before"),
    [("9", "-50", "0.5", "18"), ("10", "-44.4", "0.05", "18"), ("3", "200", "0.5", "1"), ("0", "0", "0.5", "0")],
)
def test_a_figure_and_its_change_imply_the_year_before(value: str, change: str, half: str, before: str) -> None:
    [row] = implied(made_of(down(2023, value, change, half)))
    assert (row["value"], row["half_width"]) == (Decimal(before), None)
    assert (row["period_start"], row["period_end"], row["basis"], row["source_locator"]) == (
        date(2022, 1, 1), date(2022, 12, 31), "reported_annual", "t!2023",
    )  # fmt: skip


def test_an_implied_figure_is_whole_only_where_one_whole_number_fits() -> None:
    [row] = implied(made_of(down(2023, "900", "-10")))
    assert (row["value"], row["half_width"]) == (Decimal(1000), Decimal("5.586593"))
    [row] = implied(made_of(down(2023, "1000", "-10")))
    assert row["value"] == Decimal("1111.111111")


def test_a_rounded_figure_widens_what_may_have_been() -> None:
    [row] = implied(made_of(down(2023, "71000", "-50", "0.5", state="rounded", half_width=500)))
    assert (row["value"], row["half_width"]) == (142000, Decimal("2444.444445"))


@pytest.mark.parametrize(
    "stated",
    [
        down(2023, "0", "-100"),
        down(2023, "9", "-100", "0"),
        down(2023, "9", "-50", state="at_least"),
        down(2023, "9", "-50", period_kind="plan"),
        figure(2023, "9"),
    ],
)
def test_what_implies_nothing_gives_no_figure(stated: Row) -> None:
    assert implied(made_of(stated)) == []


def test_an_observed_figure_is_never_joined_by_an_implied_one() -> None:
    assert implied(made_of(down(2023, "9", "-50"), figure(2022, "20"))) == []
    assert implied(made_of(down(2023, "9", "-50"), figure(2022, "20", basis="settled_annual"))) == []
    assert len(implied(made_of(down(2023, "9", "-50"), figure(2022, None, state="masked")))) == 1


def test_an_implied_figure_enters_no_year_on_year_and_no_mean() -> None:
    made = made_of(down(2023, "9", "-50"), figure(2021, "4"))
    assert made.table("marts.year_on_year", where="year = 2022 and value is not null and indicator = 'deaths'") == []
    keys = f"year = 2023 and period_kind = 'year' and region_code = '{EAST}' and hazard_key = 'all'"
    [row] = made.table("marts.year_on_year", where=f"{keys} and indicator = 'deaths'")
    assert (row["prior_value"], row["mean_5y_years"]) == (None, 1)


def test_the_year_before_that_is_implied_is_marked_in_the_comparison() -> None:
    made = made_of(down(2023, "9", "-50"))
    row = compared(made, 2023)
    assert (row["prior_value"], row["prior_state"], row["is_prior_implied"]) == (18, "implied", True)
    assert (row["change"], row["change_pct"], row["change_pct_reported"], row["note"]) == (
        -9,
        -50,
        -50,
        "prior_implied",
    )
    before = compared(made, 2022)
    assert (before["state"], before["prior_value"], before["note"]) == ("implied", None, "implied")


def test_an_observed_year_before_comes_first_and_both_changes_stand_side_by_side() -> None:
    row = compared(made_of(down(2023, "9", "-44"), figure(2022, "18")), 2023)
    assert (row["prior_state"], row["is_prior_implied"]) == ("exact", False)
    assert (row["change_pct"], row["change_pct_reported"], row["note"]) == (-50, -44, "")


def test_a_season_is_compared_with_the_season_before() -> None:
    seasons = [
        figure(2023, value, indicator="winter_spring_need_people", period_kind="winter_spring",
               period_start=date(year - 1, 12, 1), period_end=date(year, 5, 31))
        for year, value in ((2022, "8000"), (2023, "10252"))
    ]  # fmt: skip
    row = compared(made_of(*seasons), 2023, "winter_spring_need_people")
    assert (row["prior_value"], row["change"], row["change_pct"]) == (8000, 2252, Decimal("28.15"))


def test_other_days_another_kind_or_another_region_are_no_year_before() -> None:
    half = {"period_kind": "half_year"}
    figures = [
        figure(2023, "5", **half) | {"period_end": date(2023, 6, 30)},
        figure(2022, "9"),
        figure(2022, "3", region_code=WEST, **half) | {"period_end": date(2022, 6, 30)},
        figure(2022, "4", **half) | {"period_start": date(2022, 7, 1)},
    ]
    row = compared(made_of(*figures), 2023)
    assert (row["prior_value"], row["change_pct"], row["note"]) == (None, None, "no_prior")


def test_the_end_of_february_is_the_end_of_february() -> None:
    months = [
        figure(year, "2", period_kind="month") | {"period_start": date(year, 2, 1), "period_end": date(year, 2, day)}
        for year, day in ((2023, 28), (2024, 29), (2025, 28))
    ]
    made = made_of(*months)
    assert [compared(made, year)["prior_value"] for year in (2024, 2025)] == [2, 2]


def test_figures_of_different_bases_are_not_compared() -> None:
    made = made_of(figure(2023, "5", basis="settled_annual"), figure(2022, "4"))
    assert (compared(made, 2023)["prior_value"], compared(made, 2023)["note"]) == (None, "basis_differs")


def test_a_plan_is_compared_with_nothing_and_nothing_with_a_plan() -> None:
    made = made_of(figure(2024, "30", period_kind="plan"), figure(2023, "25"), figure(2023, "20", period_kind="plan"))
    plan = compared(made, 2024)
    assert (plan["prior_value"], plan["note"]) == (None, "plan")
    assert made.table("meta.settings")[0]["data_through"] == date(2023, 12, 31)
    assert made.table("marts.year_on_year", where="year = 2024") == []


def test_a_winter_that_ends_next_year_leaves_the_cut_off_alone() -> None:
    winter = figure(2024, "1", period_kind="winter_spring") | {
        "period_start": date(2023, 12, 1), "period_end": date(2024, 5, 31),
    }  # fmt: skip
    made = made_of(figure(2023, "5"), winter)
    assert made.table("meta.settings")[0]["data_through"] == date(2023, 12, 31)
    assert made_of(winter).table("meta.settings")[0]["data_through"] == date(2024, 5, 31)


def test_a_masked_figure_stands_without_a_value_and_a_zero_base_has_no_percentage() -> None:
    made = made_of(figure(2022, None, state="masked"), figure(2023, "0", state="reported_zero"), figure(2024, "3"))
    masked = compared(made, 2022)
    assert (masked["value"], masked["state"], masked["note"]) == (None, "masked", "masked")
    assert compared(made, 2023)["note"] == "no_prior"
    row = compared(made, 2024)
    assert (row["prior_value"], row["change"], row["change_pct"], row["note"]) == (0, 3, None, "prior_zero")


def test_a_quotient_is_exact_to_six_places_and_truncated() -> None:
    made = made_of(figure(2022, "3"), figure(2023, "5", state="approximate", half_width="0.5"))
    row = compared(made, 2023)
    assert (row["change_pct"], row["half_width"], row["note"]) == (
        Decimal("66.666666"), Decimal("0.5"), "approximate",
    )  # fmt: skip


def test_of_several_sources_the_exact_figure_is_compared_and_a_difference_is_noted() -> None:
    rows = [
        figure(2023, "71000", state="rounded", half_width=500) | {"source_id": "id-of-a.csv"},
        figure(2023, "70812") | {"source_id": "id-of-b.csv"},
        figure(2023, "70813") | {"source_id": "id-of-c.csv"},
    ]
    rows = [row | {"indicator": "affected_population"} for row in rows]
    made = made_of(*rows, sources=("a.csv", "b.csv", "c.csv"))
    row = compared(made, 2023, "affected_population")
    assert (row["value"], row["source_id"], row["unit"]) == (70812, "id-of-b.csv", "人次")
    assert row["note"] == "no_prior sources_differ"
    assert len(made.table("core.period_figures")) == 3
    assert len(made.findings("R092")) == 1


def test_the_promised_columns_lead_and_the_name_as_written_names_an_unknown_code() -> None:
    made = ledger(
        {"a.csv": [report(EAST, deaths=1)]},
        period_figures=[figure(2021, "1", region_code="990199", region_name="某区", source_id="id-of-a.csv")],
    )
    [row] = made.table("core.period_figures")
    assert list(row)[:12] == [
        "region_code", "period_kind", "period_start", "period_end", "hazard_key", "indicator", "value", "unit",
        "state", "basis", "source_id", "source_locator",
    ]  # fmt: skip
    assert list(row)[12:] == ["region_name", "half_width", "current_code", "change_pct"]
    assert made.table("core.regions", where="region_code = '990199'")[0]["name_zh"] == "某区"


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"value": 71000, "state": "rounded", "half_width": Decimal(500)}, {"value": 71240}, 0),
        ({"value": 71000, "state": "rounded", "half_width": Decimal(500)}, {"value": 71501}, 1),
        ({"value": 0, "state": "reported_zero"}, {"value": 3}, 1),
        ({"value": 300, "state": "at_least"}, {"value": 900}, 0),
        ({"value": 30, "period_kind": "plan"}, {"value": 25}, 0),
    ],
)
def test_sources_differ_where_their_written_precision_does_not_explain_it(one: Row, other: Row, found: int) -> None:
    told = [
        figure(2023, str(more["value"]), source_locator=str(at)) | {key: more[key] for key in more if key != "value"}
        for at, more in enumerate((one, other), 1)
    ]
    assert len(made_of(*told).findings("R092")) == found
