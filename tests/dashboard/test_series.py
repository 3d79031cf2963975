"""Frames for the charts."""

from datetime import date
from decimal import Decimal

import polars as pl

from dashboard import series
from dashboard.periods import Period

JANUARY = Period("year_to_date", 2026, date(2026, 1, 1), date(2026, 1, 4), True)


def days(*rows: tuple[date, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"occurred_on": [day for day, _ in rows], "value": [Decimal(value) for _, value in rows]},
        schema={"occurred_on": pl.Date, "value": series.MONEY},
    )


def values(frame: pl.DataFrame, year: int) -> list[Decimal]:
    return frame.filter(pl.col("year") == year)["value"].to_list()


def test_a_curve_adds_up_by_day_and_stays_where_nothing_happens() -> None:
    frame = series.cumulative(
        days((date(2026, 1, 2), "1.5"), (date(2026, 1, 2), "1"), (date(2026, 1, 4), "2")), JANUARY, [2026]
    )
    assert values(frame, 2026) == [Decimal(0), Decimal("2.5"), Decimal("2.5"), Decimal("4.5")]


def test_days_outside_the_period_do_not_count() -> None:
    frame = series.cumulative(days((date(2026, 2, 1), "9")), JANUARY, [2026])
    assert values(frame, 2026)[-1] == 0


def test_an_uncovered_year_has_no_curve() -> None:
    frame = series.cumulative(days((date(2025, 1, 1), "9")), JANUARY, [2026])
    assert frame["year"].unique().to_list() == [2026]
    assert series.cumulative(days(), JANUARY, []).is_empty()


def test_the_band_is_the_range_of_the_five_years_before() -> None:
    rows = days((date(2026, 1, 1), "100"), (date(2025, 1, 1), "3"), (date(2021, 1, 2), "7"), (date(2020, 1, 1), "50"))
    curves = series.cumulative(rows, JANUARY, [2020, 2021, 2025, 2026])
    band = series.band(curves, 2026)
    assert band["low"].to_list() == [Decimal(0), Decimal(3), Decimal(3), Decimal(3)]
    assert band["high"].to_list() == [Decimal(3), Decimal(7), Decimal(7), Decimal(7)]


def test_ten_years_keep_gaps_and_the_rest_of_the_year() -> None:
    rows = pl.DataFrame(
        {
            "indicator": ["x"] * 3, "period_kind": ["year_to_date", "year", "year_to_date"], "year": [2025, 2025, 2026],
            "value": [Decimal(3), Decimal(10), Decimal(4)], "break_flag": [True, True, False],
            "basis": ["event_sum"] * 3,
        }
    )  # fmt: skip
    years = series.ten_years(rows, "x", JANUARY)
    assert years["year"].to_list() == list(range(2017, 2027))
    last = years.tail(3).to_dicts()
    assert [row["value"] for row in last] == [None, Decimal(3), Decimal(4)]
    assert [row["rest"] for row in last] == [None, Decimal(7), None]
    assert [row["is_break"] for row in last] == [False, True, False]


def test_a_single_year_has_no_range() -> None:
    curves = series.cumulative(days((date(2025, 1, 1), "3")), JANUARY, [2025, 2026])
    assert series.band(curves, 2026).is_empty()
