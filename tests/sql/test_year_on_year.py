"""Year on year: the same part of the year, the same basis, covered years only; nothing known is never zero."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger, report

CUT_OFF = {"as_of": datetime(2021, 7, 12)}


def losses(year: int, month: int, day: int, amount: str, region: str = EAST, **more: object) -> Row:
    return report(region, occurred_at=datetime(year, month, day), direct_economic_loss=amount, **CUT_OFF, **more)


def covered(first: int, last: int, region: str = PROVINCE) -> list[tuple[str, date, date]]:
    return [(region, date(first, 1, 1), date(last, 12, 31))]


LOSS = "direct_economic_loss"


def compared(made: Ledger, period: str, year: int, indicator: str = LOSS, **where: str) -> Row:
    """The row of a period: of the east county and all hazards, unless it says otherwise."""
    keys = {
        "period_kind": period,
        "year": str(year),
        "indicator": indicator,
        "region_code": EAST,
        "hazard_key": "all",
    } | where
    [row] = made.table("marts.year_on_year", where=" and ".join(f"{key} = '{value}'" for key, value in keys.items()))
    return row


def made_of(rows: Iterable[Row], **more: object) -> Ledger:
    return ledger({"list.csv": rows}, **more)


TWO_YEARS = [losses(2020, 3, 1, "10"), losses(2020, 7, 12, "20"), losses(2020, 9, 1, "70"), losses(2021, 5, 1, "45")]


def test_an_open_year_is_compared_with_the_same_part_of_the_year_before():
    made = made_of(TWO_YEARS, coverage=[(PROVINCE, date(2020, 1, 1), date(2021, 7, 12))])
    row = compared(made, "year_to_date", 2021)
    assert (row["through_date"], row["value"], row["prior_value"], row["change"], row["change_pct"]) == (
        "07-12",
        45,
        30,
        15,
        50,
    )
    assert (row["basis"], row["note"], row["unit"]) == ("event_sum", "", "万元")


def test_the_whole_of_an_open_year_says_so_and_compares_with_nothing():
    row = compared(made_of(TWO_YEARS, coverage=[(PROVINCE, date(2020, 1, 1), date(2021, 7, 12))]), "year", 2021)
    assert (row["value"], row["prior_value"], row["change_pct"], row["note"]) == (45, None, None, "year_open")
    assert compared(made_of(TWO_YEARS, coverage=covered(2020, 2020)), "year", 2020)["value"] == 100


def test_a_closed_year_is_compared_whole():
    rows = [row | {"as_of": datetime(2022, 1, 5)} for row in TWO_YEARS]
    made = made_of(rows, coverage=covered(2020, 2021))
    row = compared(made, "year", 2021)
    assert (row["through_date"], row["value"], row["prior_value"], row["change_pct"]) == ("12-31", 45, 100, -55)


def test_the_first_half_and_the_flood_season_have_rows_of_their_own():
    made = made_of(TWO_YEARS, coverage=covered(2020, 2021))
    assert compared(made, "half_year", 2021)["value"] == 45
    assert compared(made, "half_year", 2021)["prior_value"] == 10
    assert compared(made, "flood_season", 2020)["value"] == 90
    through_cut_off = compared(made_of(TWO_YEARS), "flood_season", 2021)
    assert (through_cut_off["through_date"], through_cut_off["prior_value"]) == ("07-12", 20)


def test_the_flood_season_is_a_setting():
    made = made_of(
        TWO_YEARS, coverage=covered(2020, 2020), settings={"flood_season_start": "03-01", "flood_season_end": "07-31"}
    )
    assert compared(made, "flood_season", 2020)["value"] == 30


def test_covered_without_rows_is_zero_and_uncovered_is_nothing():
    made = made_of(TWO_YEARS, coverage=[(PREFECTURE, date(2020, 1, 1), date(2021, 7, 12))])
    zero = (
        compared(made, "year_to_date", 2021, region_code=WEST)
        if made.table("core.regions", where=f"region_code='{WEST}'")
        else None
    )
    assert zero is None
    made = made_of(
        [*TWO_YEARS, losses(2020, 1, 5, "3", WEST)], coverage=[(PREFECTURE, date(2020, 1, 1), date(2021, 7, 12))]
    )
    row = compared(made, "year_to_date", 2021, region_code=WEST)
    assert (row["value"], row["prior_value"], row["change"], row["change_pct"]) == (0, 3, -3, -100)
    bare = compared(made_of([*TWO_YEARS, losses(2020, 1, 5, "3", WEST)]), "year_to_date", 2021, region_code=WEST)
    assert (bare["value"], bare["note"]) == (None, "not_covered")


def test_a_zero_base_shows_the_difference_and_no_percent():
    rows = [*TWO_YEARS, losses(2021, 2, 1, "8", WEST)]
    row = compared(made_of(rows, coverage=covered(2020, 2021)), "year_to_date", 2021, region_code=WEST)
    assert (row["prior_value"], row["change"], row["change_pct"], row["note"]) == (0, 8, None, "prior_zero")


def test_without_a_base_it_says_so():
    row = compared(made_of(TWO_YEARS[3:], coverage=covered(2021, 2021)), "year_to_date", 2021)
    assert (row["prior_value"], row["note"]) == (None, "no_prior")


def test_a_year_that_is_only_partly_known_is_marked():
    row = compared(made_of(TWO_YEARS, coverage=[(PROVINCE, date(2021, 1, 1), date(2021, 7, 12))]), "year_to_date", 2021)
    assert (row["prior_value"], row["note"]) == (30, "prior_not_covered")


def test_the_five_year_mean_takes_covered_years_and_never_the_year_itself():
    rows = [losses(2015 + n, 5, 1, str(amount)) for n, amount in enumerate((1000, 10, 20, 40, 30, 50, 60))]
    made = made_of(rows, coverage=[*covered(2015, 2018), (PROVINCE, date(2020, 1, 1), date(2021, 7, 12))])
    row = compared(made, "year_to_date", 2021)
    assert (row["mean_5y"], row["mean_5y_years"], row["sum_5y"]) == (30, 4, 120)
    assert row["change_vs_mean_5y_pct"] == 100


def test_two_covered_years_give_no_mean():
    rows = [losses(year, 5, 1, "10") for year in (2019, 2020, 2021)]
    row = compared(made_of(rows, coverage=covered(2019, 2021)), "year_to_date", 2021)
    assert (row["mean_5y"], row["mean_5y_years"], row["change_vs_mean_5y_pct"]) == (None, 2, None)


def test_quotients_are_exact_to_six_places():
    rows = [losses(year, 5, 1, amount) for year, amount in ((2018, "1"), (2019, "1"), (2020, "3"), (2021, "1"))]
    row = compared(made_of(rows, coverage=covered(2018, 2021)), "year_to_date", 2021)
    assert (row["mean_5y"], row["change_pct"]) == (Decimal("1.666666"), Decimal("-66.666666"))
    assert row["change_vs_mean_5y_pct"] == Decimal(-40)


def test_hundreds_of_billions_do_not_overflow():
    rows = [losses(2020, 5, 1, "99999999999.99"), losses(2021, 5, 1, "0.01")]
    row = compared(made_of(rows, coverage=covered(2020, 2021)), "year_to_date", 2021)
    assert row["change_pct"] == Decimal("-99.999999")


def test_disasters_and_derived_indicators_are_compared_too():
    rows = [
        losses(2020, 5, 1, "1", deaths=1, missing=2),
        losses(2021, 5, 1, "1", deaths=4),
        losses(2021, 6, 1, "1", deaths=None),
    ]
    made = made_of(rows, coverage=covered(2020, 2021))
    assert compared(made, "year_to_date", 2021, "events")["value"] == 2
    assert compared(made, "year_to_date", 2021, "events")["unit"] == "起"
    dead = compared(made, "year_to_date", 2021, "deaths_missing")
    assert (dead["value"], dead["prior_value"]) == (4, 3)


def test_rows_without_the_figure_are_not_reported_rather_than_zero():
    row = compared(made_of(TWO_YEARS, coverage=covered(2020, 2021)), "year_to_date", 2021, "deaths")
    assert (row["value"], row["note"]) == (None, "not_reported")


def test_each_level_1_hazard_is_compared_with_itself():
    rows = [*TWO_YEARS, losses(2021, 6, 1, "5", hazard_key="drought")]
    made = made_of(rows, coverage=covered(2020, 2021))
    drought = compared(made, "year_to_date", 2021, hazard_key="drought")
    assert (drought["value"], drought["prior_value"]) == (5, 0)
    assert compared(made, "year_to_date", 2021)["value"] == 50


def test_a_disaster_without_a_date_is_in_the_year_and_in_the_latest_year_so_far():
    rows = [*TWO_YEARS, losses(2021, 5, 1, "5") | {"occurred_at": None, "year_hint": 2021}]
    made = made_of(rows, coverage=covered(2020, 2021))
    assert compared(made, "year", 2021)["value"] == 50
    assert compared(made, "year_to_date", 2021)["value"] == 50
    assert compared(made, "half_year", 2021)["value"] == 45
    assert "undated_left_out" in compared(made, "half_year", 2021)["note"]
    earlier = made_of([*TWO_YEARS, losses(2020, 5, 1, "5") | {"occurred_at": None, "year_hint": 2020}])
    assert compared(earlier, "year", 2020)["value"] == 105
    assert compared(earlier, "year_to_date", 2021)["prior_value"] == 30
    assert "undated_left_out" in compared(earlier, "year_to_date", 2021)["note"]


def reported(year: int, value: str, basis: str, **more: object) -> Row:
    whole = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "unit": "万元"}
    return (
        whole
        | {"region_code": EAST, "indicator": "direct_economic_loss", "value": Decimal(value), "basis": basis}
        | more
    )


def test_a_comparison_takes_the_best_basis_that_both_years_have():
    rows = [row | {"as_of": datetime(2022, 1, 5)} for row in TWO_YEARS]
    figures = [
        reported(2021, "50", "settled_annual"),
        reported(2021, "48", "reported_annual"),
        reported(2020, "120", "reported_annual"),
    ]
    row = compared(made_of(rows, coverage=covered(2020, 2021), period_figures=figures), "year", 2021)
    assert (row["basis"], row["value"], row["prior_value"], row["change_pct"]) == ("reported_annual", 48, 120, -60)


def test_without_a_common_basis_nothing_is_compared():
    figures = [reported(2021, "50", "settled_annual"), reported(2020, "120", "reported_annual")]
    row = compared(made_of([], period_figures=figures), "year", 2021)
    assert (row["basis"], row["value"], row["prior_value"], row["note"]) == (
        "settled_annual",
        50,
        None,
        "basis_differs",
    )


def test_an_approximate_figure_is_marked_and_a_masked_one_is_none():
    figures = [
        reported(2020, "120", "reported_annual"),
        reported(2021, "50", "reported_annual", state="approximate"),
        reported(2019, "7", "reported_annual", state="masked"),
    ]
    made = made_of([], period_figures=figures)
    assert compared(made, "year", 2021)["note"] == "approximate"
    assert compared(made, "year", 2020)["note"] == "no_prior"


def test_a_change_of_regime_between_the_years_is_marked():
    rows = [losses(2020, 5, 1, "1", regime="2016"), losses(2021, 5, 1, "1", regime="2024")]
    made = made_of(rows, coverage=covered(2020, 2021))
    assert compared(made, "year_to_date", 2021)["break_flag"] is True
    assert compared(made, "year_to_date", 2020)["break_flag"] is False


def test_two_layouts_of_one_regime_are_no_break():
    rows = [losses(2020, 5, 1, "1", regime="2020"), losses(2021, 5, 1, "1", regime="2024")]
    assert compared(made_of(rows), "year_to_date", 2021)["break_flag"] is False


def test_the_cut_off_comes_from_the_data():
    made = made_of(TWO_YEARS, coverage=[(PROVINCE, date(2020, 1, 1), date(2021, 8, 20))])
    settings = made.table("meta.settings")[0]
    assert (settings["data_through"], settings["own_region_code"], settings["own_region_name"]) == (
        date(2021, 8, 20),
        EAST,
        "东县",
    )
    later = [row | {"as_of": datetime(2022, 1, 9)} for row in TWO_YEARS]
    assert made_of(later).table("meta.settings")[0]["data_through"] == date(2021, 12, 31)


def test_the_own_region_is_what_the_bureau_states_else_the_common_ancestor():
    rows = [*TWO_YEARS, losses(2021, 1, 1, "1", WEST)]
    assert made_of(rows).table("meta.settings")[0]["own_region_code"] == PREFECTURE
    stated = made_of(rows, settings={"own_region_code": PROVINCE}).table("meta.settings")[0]
    assert (stated["own_region_code"], stated["own_region_name"]) == (PROVINCE, "示例省")


def test_figures_published_for_later_years_leave_the_cut_off_alone_and_have_their_own_years():
    figures = [reported(2022, "70", "settled_annual"), reported(2023, "77", "settled_annual")]
    made = made_of(TWO_YEARS, period_figures=figures)
    assert made.table("meta.settings")[0]["data_through"] == date(2021, 7, 12)
    row = compared(made, "year", 2023)
    assert (row["through_date"], row["value"], row["prior_value"], row["change_pct"]) == ("12-31", 77, 70, 10)
    assert made.table("marts.year_on_year", where="year > 2021 and period_kind <> 'year'") == []
    assert compared(made, "year_to_date", 2021)["through_date"] == "07-12"
