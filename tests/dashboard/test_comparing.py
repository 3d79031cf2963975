"""Frames for comparisons, by value."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from dashboard import comparing, series
from dashboard.periods import Period
from tests.dashboard.test_series import days, values

TO_DATE = Period("year_to_date", 2025, date(2025, 1, 1), date(2025, 7, 12), True, reaches_cut_off=True)
YEAR = Period("year", 2024, date(2024, 1, 1), date(2024, 12, 31), False)


def rows(*told: tuple[str, int, str | None], **more: object) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(code, year, None if value is None else Decimal(value)) for code, year, value in told],
        schema={"region_code": pl.String, "year": pl.Int32, "value": series.MONEY}, orient="row",
    )  # fmt: skip
    constants = {"indicator": "deaths", "period_kind": "year", "basis": "event_sum", "note": "", "break_flag": False}
    empty = {"prior_value": None, "change_pct": None}
    return frame.with_columns(**{name: pl.lit(value) for name, value in (constants | empty | more).items()})


def test_ten_years_of_every_place_with_a_gap_where_nothing_is_known() -> None:
    told = rows(("a", 2024, "3"), ("a", 2022, "0"), ("a", 2023, None), ("b", 2024, "1"), ("c", 2024, "9"))
    frame = comparing.over_years(told, "region_code", ["b", "a"], "deaths", YEAR)
    assert frame["key"].to_list() == ["b"] * 10 + ["a"] * 10
    assert frame.filter(pl.col("key") == "a")["year"].to_list() == list(range(2015, 2025))
    assert frame.filter(pl.col("key") == "a").tail(3)["value"].to_list() == [0, None, 3]


def test_only_the_same_part_of_the_year_is_compared() -> None:
    frame = comparing.over_years(rows(("a", 2024, "3"), period_kind="half_year"), "region_code", ["a"], "deaths", YEAR)
    assert frame["value"].null_count() == 10


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([1.0, 5.0], [1.0, 5.0]),
        ([1.0, 1.0], [0.0, 2.0]),
        ([3.0, 2.9, 9.0], [3.95, 1.95, 9.0]),
        ([0.0, 0.0, 1.0, 8.0], [-1.6666666666666667, 0.3333333333333333, 2.3333333333333335, 8.0]),
        ([], []),
    ],
)
def test_labels_are_moved_as_little_as_needed_and_keep_their_order(places: list[float], moved: list[float]) -> None:
    assert comparing.apart(places, 2) == pytest.approx(moved)


def test_labels_of_noughts_do_not_sink_below_the_axis() -> None:
    assert comparing.apart([0, 0, 0.5, 9], 2, floor=0) == pytest.approx([0, 2, 4, 9])


def test_earlier_years_have_all_of_the_year_and_this_one_ends_where_its_data_end() -> None:
    whole = comparing.whole_span(TO_DATE, "09-30")
    assert (whole.first, whole.last) == (date(2025, 1, 1), date(2025, 12, 31))
    told = days((date(2024, 11, 1), "5"), (date(2025, 3, 1), "2"), (date(2023, 1, 1), "1"))
    lines = comparing.curves(told, TO_DATE, whole, [2023, 2024, 2025])
    assert lines.filter(pl.col("year") == 2025)["day"].max() == date(2000, 7, 12)
    assert lines.filter(pl.col("year") == 2024)["day"].max() == date(2000, 12, 31)
    assert values(lines, 2024)[-1] == 5


def test_a_closed_period_is_the_same_part_of_every_year() -> None:
    half = Period("half_year", 2024, date(2024, 1, 1), date(2024, 6, 30), False)
    assert comparing.whole_span(half, "09-30") == half
    season = Period("flood_season", 2025, date(2025, 6, 1), date(2025, 7, 12), True, reaches_cut_off=True)
    assert comparing.whole_span(season, "09-30").last == date(2025, 9, 30)


def test_the_leap_day_is_a_day_of_its_own_year_and_flat_in_others() -> None:
    told = days((date(2024, 2, 29), "4"), (date(2024, 2, 28), "1"), (date(2023, 2, 28), "1"), (date(2023, 3, 1), "2"))
    lines = comparing.curves(told, YEAR, YEAR, [2023, 2024])
    at = {(row["year"], row["day"]): row["value"] for row in lines.iter_rows(named=True)}
    leap, eve, next_day = date(2000, 2, 29), date(2000, 2, 28), date(2000, 3, 1)
    assert [at[2024, day] for day in (eve, leap, next_day)] == [1, 5, 5]
    assert [at[2023, day] for day in (eve, leap, next_day)] == [1, 1, 3]


def test_a_cut_off_on_the_leap_day_compares_with_the_28th() -> None:
    period = Period("year_to_date", 2024, date(2024, 1, 1), date(2024, 2, 29), False)
    lines = comparing.curves(days((date(2023, 3, 1), "7"), (date(2024, 2, 29), "4")), period, period, [2023, 2024])
    assert (values(lines, 2023)[-1], values(lines, 2024)[-1]) == (0, 4)


def test_a_year_that_is_not_known_has_no_line() -> None:
    lines = comparing.curves(days((date(2022, 1, 1), "7")), YEAR, YEAR, [2024])
    assert lines["year"].unique().to_list() == [2024]
    assert comparing.curves(days(), YEAR, YEAR, []).is_empty()


def test_a_stepped_line_needs_only_the_days_on_which_it_turns() -> None:
    lines = comparing.curves(days((date(2024, 3, 1), "4"), (date(2024, 6, 1), "1")), YEAR, YEAR, [2023, 2024])
    turns = comparing.turns(lines).filter(pl.col("year") == 2024)
    assert turns["day"].to_list() == [date(2000, 1, 1), date(2000, 3, 1), date(2000, 6, 1), date(2000, 12, 31)]
    assert turns["value"].to_list() == [0, 4, 5, 5]
    assert len(comparing.turns(lines).filter(pl.col("year") == 2023)) == 2


def test_this_year_stands_among_the_others_on_its_last_day() -> None:
    whole = comparing.whole_span(TO_DATE, "09-30")
    told = days((date(2025, 7, 1), "3"), (date(2024, 12, 1), "9"), (date(2023, 1, 1), "3"), (date(2022, 1, 1), "4"))
    found = comparing.standing(comparing.curves(told, TO_DATE, whole, [2022, 2023, 2024, 2025]), 2025)
    assert found == comparing.Standing(date(2000, 7, 12), Decimal(3), 3, 1)
    assert comparing.standing(comparing.curves(told, TO_DATE, whole, [2024]), 2025) is None


def months(*told: tuple[int, int | None, str | None, bool, bool], is_unpriced: bool = False) -> pl.DataFrame:
    """year, month, value, has_rows, is_covered"""
    schema = {
        "year": pl.Int32,
        "month": pl.Int32,
        "value": series.MONEY,
        "has_rows": pl.Boolean,
        "is_covered": pl.Boolean,
    }
    lines = [(y, m, None if v is None else Decimal(v), has, covered) for y, m, v, has, covered in told]
    return pl.DataFrame(lines, schema=schema, orient="row").with_columns(is_unpriced=pl.lit(is_unpriced))


THROUGH = date(2025, 7, 12)


def cell(grid: pl.DataFrame, year: int, month: int) -> dict[str, object]:
    [row] = grid.filter((pl.col("year") == year) & (pl.col("month") == month)).to_dicts()
    return row


def test_a_nought_is_not_an_unknown_month_nor_one_still_to_come() -> None:
    grid = comparing.month_grid(
        months((2024, 1, "5", True, True), (2024, 2, None, False, True), (2024, 3, "0", True, True),
               (2024, 4, None, True, True)), range(2024, 2026), THROUGH,
    )  # fmt: skip
    assert (cell(grid, 2024, 1)["state"], cell(grid, 2024, 1)["value"]) == ("known", 5)
    assert (cell(grid, 2024, 2)["state"], cell(grid, 2024, 2)["value"]) == ("nought", 0)
    assert cell(grid, 2024, 3)["state"] == "nought"
    assert (cell(grid, 2024, 4)["state"], cell(grid, 2024, 4)["value"]) == ("unknown", None)
    assert (cell(grid, 2024, 5)["state"], cell(grid, 2025, 7)["state"]) == ("unknown", "unknown")
    assert cell(grid, 2025, 8)["state"] == "future"
    assert len(grid) == 24


def test_the_month_of_the_cut_off_and_one_known_in_part_say_so() -> None:
    told = months((2025, 7, "2", True, True), (2025, 6, "1", True, False), (2024, 7, "3", True, True))
    grid = comparing.month_grid(told, range(2024, 2026), THROUGH)
    assert (cell(grid, 2025, 7)["is_cut"], cell(grid, 2025, 7)["is_in_part"]) == (True, False)
    assert (cell(grid, 2025, 6)["is_cut"], cell(grid, 2025, 6)["is_in_part"]) == (False, True)
    assert not cell(grid, 2024, 7)["is_cut"]
    assert not cell(comparing.month_grid(told, range(2024, 2026), date(2025, 7, 31)), 2025, 7)["is_cut"]


def test_what_bears_no_date_has_a_column_of_its_own_only_where_there_is_any() -> None:
    told = months((2024, None, "8", True, False), (2024, 1, "1", True, True))
    grid = comparing.month_grid(told, range(2024, 2025), THROUGH)
    assert (cell(grid, 2024, 13)["state"], cell(grid, 2024, 13)["value"], len(grid)) == ("known", 8, 13)
    nothing = months((2024, None, "0", True, False), (2024, 1, "1", True, True))
    assert len(comparing.month_grid(nothing, range(2024, 2025), THROUGH)) == 12


def test_a_month_without_a_price_index_is_not_drawn_as_nought() -> None:
    grid = comparing.month_grid(months((2024, 1, None, True, True), is_unpriced=True), range(2024, 2025), THROUGH)
    assert (cell(grid, 2024, 1)["state"], cell(grid, 2024, 1)["value"]) == ("unpriced", None)


def test_the_peak_is_three_months_in_a_row_over_all_years() -> None:
    told = months((2023, 6, "1", True, True), (2023, 7, "5", True, True), (2024, 8, "2", True, True),
                  (2024, 1, "2", True, True), (2024, None, "90", True, True))  # fmt: skip
    found = comparing.peak(comparing.month_grid(told, range(2023, 2025), THROUGH))
    assert found == comparing.Peak(6, 8, Fraction(80))
    alone = comparing.month_grid(months((2024, 10, "3", True, True)), range(2024, 2025), THROUGH)
    assert comparing.peak(alone) == comparing.Peak(10, 10, Fraction(100))
    assert comparing.peak(comparing.month_grid(months(), range(2023, 2025), THROUGH)) is None


def test_years_that_follow_each_other_stand_together() -> None:
    assert comparing.runs([2020, 2016, 2018, 2017, 2017]) == [[2016, 2017, 2018], [2020]]
    assert comparing.runs([]) == []
